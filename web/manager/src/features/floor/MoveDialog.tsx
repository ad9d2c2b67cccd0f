import type { Order, Table } from '@pos/shared/api/shapes'
import { useTables } from '@pos/shared/house/floor'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { TableTile } from '@pos/shared/ui/TableTile'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { orderCalls, useOrderAct } from './order-acts'
import { type Chosen, partsOf } from './selection'
import { tileState } from './tile-state'

/** What is moved: the whole order to a free table, into another order, or the chosen lines to any table. */
export type MoveKind = 'move' | 'join' | 'lines'

interface Props {
  kind: MoveKind
  order: Order
  chosen: readonly Chosen[]
  /** Where it went. */
  onMoved: (tableId: number) => void
  onClose: () => void
}

/** Choose the table to which it goes. */
export function MoveDialog({ kind, order, chosen, onMoved, onClose }: Props) {
  const t = useT()
  const act = useOrderAct(onClose)
  const tables = (useTables().data ?? []).filter((table) => table.is_active && table.id !== order.table_id && fits(kind, table))
  const go = (table: Table) =>
    act.mutate(async () => {
      if (kind === 'move') await orderCalls.move(order, table.id)
      else if (kind === 'join') await orderCalls.join(order, table.order?.id ?? 0)
      else await orderCalls.moveLines(order, partsOf(chosen), table.id)
      onMoved(kind === 'lines' ? order.table_id : table.id)
    })
  return (
    <Dialog isWide title={t(`move.${kind}`, { label: order.table_label })} onClose={onClose}>
      <p className="pb-3 text-text-2">{t(`move.${kind}Hint`)}</p>
      <Fault error={act.error} className="pb-3" />
      {tables.length === 0 && <p>{t('move.none')}</p>}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(6rem,1fr))] gap-2">
        {tables.map((table) => (
          <TableTile
            key={table.id}
            number={table.number}
            label={table.label}
            state={tileState(table)}
            totalCents={table.order ? fromWire(table.order.total) : null}
            minutes={null}
            initials={table.order?.opened_by.initials ?? ''}
            hasDraft={false}
            onOpen={() => !act.isPending && go(table)}
            onMenu={() => undefined}
          />
        ))}
      </div>
    </Dialog>
  )
}

function fits(kind: MoveKind, table: Table): boolean {
  if (kind === 'lines') return true
  return kind === 'move' ? table.order === null : table.order !== null
}
