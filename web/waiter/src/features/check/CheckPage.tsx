import { usePrinters } from '@pos/shared/house/alerts'
import { useTables } from '@pos/shared/house/floor'
import { useCheck, useOrder } from '@pos/shared/house/order'
import { useT } from '@pos/shared/i18n/translate'
import type { Item, Table } from '@pos/shared/api/shapes'
import { useOutbox } from '@pos/shared/outbox/house-outbox'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { Lock, Receipt } from 'lucide-react'
import { useLocation } from 'wouter'

import { CheckDesk } from './CheckDesk'
import { CheckHeader } from './CheckHeader'
import { UnsentJob } from './UnsentJob'

interface Props {
  tableId: number
  /** Table-wide acts: move, join, guests. */
  onMenu: (table: Table) => void
  /** Which table shall these lines go to? */
  onMoveLines: (from: Table, orderId: number, lines: { item_id: number; quantity: string | null }[], rev: number) => void
  /** How shall this line, or so much of it, be made instead? */
  onChangeLine: (orderId: number, item: Item, quantity: string | null, rev: number) => void
}

/** A table's check: its rounds and where their paper is, what is paid and what is left, and the ways to end it. */
export function CheckPage({ tableId, onMenu, onMoveLines, onChangeLine }: Props) {
  const t = useT()
  const [, go] = useLocation()
  const tables = useTables()
  const table = tables.data?.find((one) => one.id === tableId)
  const isForeign = table?.order?.is_mine === false
  const orderId = isForeign ? null : (table?.order?.id ?? null)
  const order = useOrder(orderId)
  const check = useCheck(orderId)
  const printers = usePrinters().data ?? []
  const unsent = useOutbox().jobs.filter((job) => job.tableId === tableId)
  const hasNothing = tables.data && !table?.order && unsent.length === 0

  return (
    <>
      <CheckHeader
        label={table?.label ?? ''}
        order={table?.order ?? null}
        onBack={() => go(`/table/${tableId}`)}
        onMenu={() => table && onMenu(table)}
      />
      {order.data && table && !isForeign ? (
        <CheckDesk
          order={order.data}
          check={check.data}
          printers={printers}
          unsent={unsent}
          onMoveLines={(lines, rev) => onMoveLines(table, order.data.id, lines, rev)}
          onChangeLine={(item, quantity, rev) => onChangeLine(order.data.id, item, quantity, rev)}
          onClosed={() => go('/')}
        />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto overscroll-contain px-3 py-3">
          {hasNothing && <EmptyState icon={Receipt} sentence={t('check.empty')} />}
          {isForeign && (
            <EmptyState icon={Lock} sentence={t('problem.not-your-order', { owner: table.order?.opened_by.name ?? '' })} />
          )}
          {!hasNothing && !isForeign && (!table || table.order) && (
            <Loading query={table ? order : tables} skeleton={<RoundSkeleton />} />
          )}
          {unsent.map((job) => (
            <UnsentJob key={job.id} job={job} />
          ))}
        </div>
      )}
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
