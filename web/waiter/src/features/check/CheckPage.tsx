import { usePrinters } from '@pos/shared/house/alerts'
import { minutesSince, useNow } from '@pos/shared/house/clock'
import { useTables } from '@pos/shared/house/floor'
import { useOrder } from '@pos/shared/house/order'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { useOutbox } from '@pos/shared/outbox/house-outbox'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { Money } from '@pos/shared/ui/Money'
import { ArrowLeft, Plus, Receipt } from 'lucide-react'
import { useLocation } from 'wouter'

import { RoundView } from './RoundView'
import { UnsentRound } from './UnsentRound'

/** A table's check: its rounds, and where the paper of each one is. */
export function CheckPage({ tableId }: { tableId: number }) {
  const t = useT()
  const [, go] = useLocation()
  const now = useNow()
  const tables = useTables()
  const table = tables.data?.find((one) => one.id === tableId)
  const order = useOrder(table?.order?.id ?? null)
  const printers = usePrinters()
  const unsent = useOutbox().jobs.filter((job) => job.tableId === tableId)
  const hasNothing = tables.data && !table?.order && unsent.length === 0

  return (
    <>
      <header className="@container flex h-13 shrink-0 items-center gap-1 border-b border-surface-2 px-1">
        <Button look="quiet" aria-label={t('action.backToOrder')} onClick={() => go(`/table/${tableId}`)}>
          <ArrowLeft aria-hidden />
        </Button>
        <h1 tabIndex={-1} className="relative min-w-0 flex-1 truncate text-2xl font-bold">
          <span className="@max-[22rem]:sr-only">{t('check.title')} </span>
          {table?.label}
        </h1>
        {table?.order && (
          <p className="pr-2 text-right leading-tight">
            <Money cents={fromWire(table.order.total)} className="block text-lg font-semibold" />
            <span className="block text-sm text-text-2">
              {t('check.openFor', { n: minutesSince(table.order.opened_at, now) })}
            </span>
          </p>
        )}
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto overscroll-contain px-3 py-3">
        {hasNothing && <EmptyState icon={Receipt} sentence={t('check.empty')} />}
        {!hasNothing && !order.data && (!table || table.order) && (
          <Loading query={table ? order : tables} skeleton={<RoundSkeleton />} />
        )}
        {order.data?.rounds.map((round) => (
          <RoundView key={round.id} round={round} printers={printers.data ?? []} />
        ))}
        {unsent.map((job) => (
          <UnsentRound key={job.id} job={job} />
        ))}
      </div>
      <div className="shrink-0 border-t border-surface-2 px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        <Button look="main" className="h-14 w-full" onClick={() => go(`/table/${tableId}`)}>
          <Plus aria-hidden /> {t('check.addRound')}
        </Button>
      </div>
    </>
  )
}

function RoundSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <div className="shimmer h-40 rounded-md" />
      <div className="shimmer h-28 rounded-md" />
    </div>
  )
}
