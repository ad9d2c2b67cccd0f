import { api, ask } from '@pos/shared/api/client'
import type { Order } from '@pos/shared/api/shapes'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

/** The money side of an order: what each line costs, what is paid, what is left; asks nothing while the id is null. */
export function useCheck(orderId: number | null, rev: number | undefined) {
  return useQuery({
    queryKey: ['order', orderId, 'check', rev],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/orders/{order_id}/check', { params: { path: { order_id: orderId ?? 0 } }, signal })),
    enabled: orderId !== null && rev !== undefined,
    placeholderData: (before) => before,
  })
}

/** One act on an order; afterwards everything that shows it is read again. Refused when somebody changed it meanwhile. */
export function useOrderAct(onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: onDone,
    onSettled: () =>
      Promise.all(['tables', 'order', 'alerts'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}

/** Lines, or parts of them, one after the other; each act tells the next which revision it made. */
export async function oneByOne<Part>(
  order: Pick<Order, 'rev'>,
  parts: readonly Part[],
  act: (part: Part, rev: number) => Promise<{ rev: number }>,
): Promise<void> {
  let { rev } = order
  for (const part of parts) rev = (await act(part, rev)).rev
}

const path = (order: Pick<Order, 'id'>) => ({ path: { order_id: order.id } })

/** What a manager may do to an order, as calls. */
export const orderCalls = {
  pay: (order: Order, what: { item_ids: number[] } | { amount: string } | { parts: { item_id: number; quantity: string }[] }, tender: Tender) =>
    ask(api.POST('/api/orders/{order_id}/pay', { params: path(order), body: { item_ids: [], parts: [], shares: [], ...what, tender, rev: order.rev } })),
  takeBack: (order: Order, paymentId: number, reason: string) =>
    ask(
      api.POST('/api/orders/{order_id}/payments/{payment_id}/take-back', {
        params: { path: { order_id: order.id, payment_id: paymentId } },
        body: { reason, rev: order.rev },
      }),
    ),
  void: (order: Order, itemId: number, quantity: string, reason: string, rev: number) =>
    ask(
      api.DELETE('/api/orders/{order_id}/items/{item_id}', {
        params: { path: { order_id: order.id, item_id: itemId }, query: { reason, quantity, rev } },
      }),
    ),
  comp: (order: Order, itemId: number, quantity: string, reason: string, rev: number) =>
    ask(
      api.POST('/api/orders/{order_id}/items/{item_id}/comp', {
        params: { path: { order_id: order.id, item_id: itemId } },
        body: { reason, quantity, rev },
      }),
    ),
  discount: (order: Order, off: { percent: string } | { amount: string }, itemId: number | null, reason: string, rev: number) =>
    ask(api.POST('/api/orders/{order_id}/discount', { params: path(order), body: { ...off, item_id: itemId, reason, rev } })),
  chargeAgain: (order: Order, itemIds: number[], reason: string) =>
    ask(api.POST('/api/orders/{order_id}/charge-again', { params: path(order), body: { item_ids: itemIds, reason, rev: order.rev } })),
  move: (order: Order, tableId: number) =>
    ask(api.POST('/api/orders/{order_id}/move', { params: path(order), body: { table_id: tableId, rev: order.rev } })),
  moveLines: (order: Order, items: { item_id: number; quantity: string }[], tableId: number) =>
    ask(api.POST('/api/orders/{order_id}/move-lines', { params: path(order), body: { items, table_id: tableId, rev: order.rev } })),
  join: (order: Order, into: number) =>
    ask(api.POST('/api/orders/{order_id}/join', { params: path(order), body: { order_id: into, rev: order.rev } })),
  close: (order: Order, reason: string | null) =>
    ask(
      api.POST('/api/orders/{order_id}/close', {
        params: path(order),
        body: { rev: order.rev, force: reason !== null, reason },
      }),
    ),
  cancel: (order: Order, reason: string, takeBack: boolean) =>
    ask(
      api.DELETE('/api/orders/{order_id}', {
        params: { ...path(order), query: { reason, take_back_payments: takeBack, rev: order.rev } },
      }),
    ),
  covers: (order: Order, covers: number | null) =>
    ask(api.PUT('/api/orders/{order_id}/covers', { params: path(order), body: { covers, rev: order.rev } })),
  fireHeld: (order: Order) => ask(api.POST('/api/orders/{order_id}/fire', { params: path(order), body: { rev: order.rev } })),
}

/** How money came. */
export type Tender = 'cash' | 'card' | 'other'
