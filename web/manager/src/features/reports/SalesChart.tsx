import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire, moneyText } from '@pos/shared/money'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'

import type { By, SalesRow } from './report-data'
import { rowName } from './row-name'

/** Bars that a chart has room for; the table below has all rows. */
const MOST_BARS = 15

interface Props {
  by: By
  rows: readonly SalesRow[]
  /** The same weekday before. */
  before: readonly SalesRow[] | null
}

/** Net sales as bars, beside those of the same weekday before. The same numbers stand in the table under it. */
export function SalesChart({ by, rows, before }: Props) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  if (rows.length === 0) return null
  const old = new Map(before?.map((row) => [row.key, fromWire(row.net)]))
  const shown = rows.slice(0, MOST_BARS).map((row) => ({ name: rowName(t, by, row), now: fromWire(row.net), before: old.get(row.key) ?? 0 }))
  const isUpright = by === 'hour'
  const names = { dataKey: 'name', type: 'category', tick: { fill: 'var(--text)', fontSize: 14 } } as const
  const amounts = { type: 'number', tick: { fill: 'var(--text-2)', fontSize: 12 }, tickFormatter: (cents: number) => String(Math.round(cents / 100)) } as const
  return (
    <figure aria-label={t('report.chart', { by: t(`by.${by}`) })} style={{ height: isUpright ? 280 : 60 + shown.length * 36 }}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={shown} layout={isUpright ? 'horizontal' : 'vertical'} margin={{ top: 4, right: 16, bottom: 4, left: 4 }}>
          <CartesianGrid stroke="var(--surface-2)" />
          {isUpright ? <XAxis {...names} /> : <XAxis {...amounts} />}
          {isUpright ? <YAxis {...amounts} width={48} /> : <YAxis {...names} width={130} />}
          <Tooltip
            formatter={(cents) => moneyText(Number(cents), language)}
            contentStyle={{ background: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--border)', borderRadius: 12 }}
            cursor={{ fill: 'var(--surface-2)' }}
          />
          {before && <Bar dataKey="before" name={t('report.weekBefore')} fill="var(--border)" isAnimationActive={false} maxBarSize={48} />}
          <Bar dataKey="now" name={t('report.thisDay')} fill="var(--open)" isAnimationActive={false} maxBarSize={48} />
        </BarChart>
      </ResponsiveContainer>
    </figure>
  )
}
