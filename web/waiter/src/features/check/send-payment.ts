import type { Check, Order, PayIn } from '@pos/shared/api/shapes'
import type { Cents } from '@pos/shared/money'
import { outbox } from '@pos/shared/outbox/house-outbox'
import { useSession } from '@pos/shared/session/session'

import type { Selection } from './selection'

/** Hand a payment to the outbox: stored on this phone first, "not recorded yet" until the box has it. */
export async function sendPayment(
  order: Order,
  check: Check,
  chosen: Selection | null,
  body: PayIn,
  cents: Cents,
): Promise<void> {
  const { user } = useSession.getState()
  if (!user) throw new Error('Nobody is signed in.')
  const lines = check.lines.filter((line) => chosen?.has(line.item_id))
  await outbox().add({
    userId: user.id,
    tableId: order.table_id,
    command: { kind: 'pay', orderId: order.id, body },
    shown: {
      tableLabel: order.table_label,
      waiterName: user.name,
      lines: lines.map((line) => ({
        quantity: String((chosen?.get(line.item_id) ?? 0) / 1000),
        name: line.name,
        detail: '',
        cents: 0,
      })),
      totalCents: cents,
    },
  })
  navigator.vibrate?.(20)
}
