import { useT } from '@pos/shared/i18n/translate'
import { type Cents, fromWire } from '@pos/shared/money'
import { Money } from '@pos/shared/ui/Money'
import { TrendingDown, TrendingUp } from 'lucide-react'
import type { ReactNode } from 'react'

import type { DayReport } from './report-data'

/** The day's sums, each beside the same weekday before. */
export function Totals({ report, before }: { report: DayReport; before: DayReport | null }) {
  const t = useT()
  const now = report.totals
  const then = before?.totals ?? null
  const perGuest = (totals: typeof now) => (totals.covers > 0 ? Math.round(fromWire(totals.net) / totals.covers) : null)
  const money = (name: string, cents: Cents | null, old: Cents | null) => (
    <Figure name={name} now={cents} old={old}>
      {cents === null ? '—' : <Money cents={cents} />}
    </Figure>
  )
  const count = (name: string, value: number, old: number | null) => (
    <Figure name={name} now={value} old={old}>
      {value}
    </Figure>
  )
  return (
    <section aria-label={t('report.totals')}>
      <dl className="grid grid-cols-2 gap-2 md:grid-cols-4">
        {money(t('report.net'), fromWire(now.net), then && fromWire(then.net))}
        {money(t('report.takings'), fromWire(now.takings), then && fromWire(then.takings))}
        {count(t('nav.orders'), now.orders, then?.orders ?? null)}
        {count(t('order.guests'), now.covers, then?.covers ?? null)}
        {money(t('report.perGuest'), perGuest(now), then && perGuest(then))}
        {money(t('report.voids'), fromWire(now.voids), then && fromWire(then.voids))}
        {money(t('report.comps'), fromWire(now.comps), then && fromWire(then.comps))}
        {money(t('report.discounts'), fromWire(now.discounts), then && fromWire(then.discounts))}
      </dl>
      <p className="pt-1 text-sm text-text-2">{then ? t('report.compared', { day: before?.day ?? '' }) : t('report.notCompared')}</p>
    </section>
  )
}

function Figure({ name, now, old, children }: { name: string; now: number | null; old: number | null; children: ReactNode }) {
  const t = useT()
  const percent = now !== null && old ? Math.round(((now - old) / Math.abs(old)) * 100) : null
  const Icon = percent !== null && percent < 0 ? TrendingDown : TrendingUp
  return (
    <div className="rounded-md border border-surface-2 bg-surface p-3">
      <dt className="text-sm text-text-2">{name}</dt>
      <dd className="text-2xl font-bold tabular-nums">{children}</dd>
      <dd className="flex min-h-6 items-center gap-1 text-sm text-text-2 tabular-nums">
        {percent !== null && (
          <>
            <Icon aria-hidden size={16} /> {t('report.change', { percent: `${percent > 0 ? '+' : ''}${percent}` })}
          </>
        )}
      </dd>
    </div>
  )
}
