import type { Item, Order } from '../api/shapes'
import { outbox } from '../outbox/house-outbox'
import { useSession } from '../session/session'

/** Lines kept for later, by course; `null` holds those without one. In the order of service. */
export function heldByCourse(order: Order | undefined): { course: number | null; items: Item[] }[] {
  const held = order?.rounds.flatMap((round) => round.items).filter((item) => item.status === 'held') ?? []
  const courses = [...new Set(held.map((item) => item.course))].toSorted((a, b) => (a ?? 99) - (b ?? 99))
  return courses.map((course) => ({ course, items: held.filter((item) => item.course === course) }))
}

/** Hand "fire these" to the outbox: stored on this phone first. Throws when the phone can't store it. */
export async function fireHeld(order: Order, items: readonly Item[]): Promise<void> {
  const { user } = useSession.getState()
  if (!user) throw new Error('Nobody is signed in.')
  await outbox().add({
    userId: user.id,
    tableId: order.table_id,
    command: { kind: 'fire', orderId: order.id, body: { item_ids: items.map((item) => item.id) } },
    shown: {
      tableLabel: order.table_label,
      waiterName: user.name,
      lines: items.map((item) => ({ quantity: item.quantity, name: item.name, detail: '', cents: 0 })),
      totalCents: 0,
    },
  })
}
