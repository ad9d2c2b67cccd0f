import { errorSentence } from '@pos/shared/api/problems'
import type { Table } from '@pos/shared/api/shapes'
import { useTables } from '@pos/shared/house/floor'
import { type LinePart, useOrderAct } from '@pos/shared/house/order-acts'
import { useT } from '@pos/shared/i18n/translate'
import { snack } from '@pos/shared/ui/Snackbar'

import { TablePicker } from './TablePicker'

interface Props {
  from: Table
  orderId: number
  lines: LinePart[]
  rev: number
  onClose: () => void
}

/** Lines that go to another table: to a free one (the guests part) or to an order of one's own. */
export function LinesMover({ from, orderId, lines, rev, onClose }: Props) {
  const t = useT()
  const act = useOrderAct()
  const others = (useTables().data ?? []).filter(
    (table) => table.id !== from.id && (table.order ? table.order.is_mine : table.is_active),
  )
  return (
    <TablePicker
      title={t('table.linesTo', { n: lines.length })}
      tables={others}
      none={t('table.noneMine')}
      isBusy={act.isPending}
      error={act.isError ? errorSentence(t, act.error) : ''}
      onPick={(to) =>
        act.mutate(
          { orderId, what: { act: 'move-lines', items: lines, tableId: to.id, rev } },
          {
            onSuccess: () => {
              snack(t('table.moved', { from: from.label, to: to.label }))
              onClose()
            },
          },
        )
      }
      onClose={onClose}
    />
  )
}
