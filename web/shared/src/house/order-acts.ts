import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ask } from '../api/client'
import type { User } from '../api/shapes'

/** A line, or so much of it. */
export interface LinePart {
  item_id: number
  quantity: string | null
}

/** What a person does to an order while the box answers. `rev`: the revision that the screen showed. */
export type OrderAct =
  | { act: 'close'; rev: number; force?: boolean; reason?: string }
  | { act: 'move'; tableId: number; rev: number | null }
  | { act: 'join'; otherId: number; rev: number | null }
  | { act: 'move-lines'; items: LinePart[]; tableId: number; rev: number | null }
  | { act: 'take-over' }
  | { act: 'covers'; covers: number | null }
  | { act: 'pre-bill'; printerId: string; people: number; language: 'el' | 'en'; itemIds: number[] }
  | { act: 'comp'; itemId: number; quantity: string | null; reason: string; rev: number | null }
  | { act: 'discount'; itemId: number | null; percent: string | null; amount: string | null; reason: string; rev: number | null }
  | { act: 'charge-again'; itemIds: number[]; reason: string; rev: number | null }
  | { act: 'void'; itemId: number; quantity: string | null; reason: string; rev: number | null }
  | { act: 'change'; itemId: number; quantity: string | null; note: string | null; removedIds: number[] | null; choiceIds: number[] | null; rev: number }
  | { act: 'take-back'; paymentId: number; reason: string; rev: number | null }

/** An act on one order; `approval` is the token of a manager who stood by and agreed, for this one act. */
export interface OrderActOn {
  orderId: number
  what: OrderAct
  approval?: string | undefined
}

/**
 * Do it; afterwards tables, orders and alerts are read again, whatever came of it. What `mutate` is told to do then is
 * done even when the screen that asked is gone: the act itself may have taken it away, as the end of an order does.
 */
export function useOrderAct() {
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: perform,
    onSettled: () =>
      Promise.all(['tables', 'order', 'alerts'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
  const mutate = (act: OrderActOn, then: { onSuccess?: () => void; onError?: (error: Error) => void } = {}) => {
    mutation.mutateAsync(act).then(then.onSuccess, then.onError ?? (() => undefined))
  }
  return { ...mutation, mutate }
}

/** A manager's name and PIN, traded for a token that is used once and kept nowhere. Throws Refusal or Unreachable. */
export async function approvalOf(username: string, pin: string): Promise<{ token: string; user: User }> {
  // without cookies: the phone stays the waiter's
  const session = await ask(api.POST('/api/auth/login', { body: { username, pin }, credentials: 'omit' }))
  return { token: session.access_token, user: session.user }
}

async function perform({ orderId, what, approval }: OrderActOn): Promise<unknown> {
  const headers = approval === undefined ? {} : { Authorization: `Bearer ${approval}` }
  const path = { order_id: orderId }
  const params = { path }
  switch (what.act) {
    case 'close':
      return ask(
        api.POST('/api/orders/{order_id}/close', {
          params,
          headers,
          body: { rev: what.rev, force: what.force ?? false, reason: what.reason ?? null },
        }),
      )
    case 'move':
      return ask(api.POST('/api/orders/{order_id}/move', { params, headers, body: { table_id: what.tableId, rev: what.rev } }))
    case 'join':
      return ask(api.POST('/api/orders/{order_id}/join', { params, headers, body: { order_id: what.otherId, rev: what.rev } }))
    case 'move-lines':
      return ask(
        api.POST('/api/orders/{order_id}/move-lines', {
          params,
          headers,
          body: { items: what.items, table_id: what.tableId, rev: what.rev },
        }),
      )
    case 'take-over':
      return ask(api.POST('/api/orders/{order_id}/take-over', { params, headers, body: { reason: '' } }))
    case 'covers':
      return ask(api.PUT('/api/orders/{order_id}/covers', { params, headers, body: { covers: what.covers } }))
    case 'pre-bill':
      return ask(
        api.POST('/api/orders/{order_id}/pre-bill', {
          params,
          headers,
          body: { printer_id: what.printerId, people: what.people, language: what.language, item_ids: what.itemIds },
        }),
      )
    case 'comp':
      return ask(
        api.POST('/api/orders/{order_id}/items/{item_id}/comp', {
          params: { path: { ...path, item_id: what.itemId } },
          headers,
          body: { reason: what.reason, quantity: what.quantity, rev: what.rev },
        }),
      )
    case 'discount':
      return ask(
        api.POST('/api/orders/{order_id}/discount', {
          params,
          headers,
          body: { reason: what.reason, item_id: what.itemId, percent: what.percent, amount: what.amount, rev: what.rev },
        }),
      )
    case 'charge-again':
      return ask(
        api.POST('/api/orders/{order_id}/charge-again', {
          params,
          headers,
          body: { item_ids: what.itemIds, reason: what.reason, rev: what.rev },
        }),
      )
    case 'void':
      return ask(
        api.DELETE('/api/orders/{order_id}/items/{item_id}', {
          params: {
            path: { ...path, item_id: what.itemId },
            query: { reason: what.reason, ...(what.quantity === null ? {} : { quantity: what.quantity }), ...(what.rev === null ? {} : { rev: what.rev }) },
          },
          headers,
        }),
      )
    case 'change':
      return ask(
        api.PUT('/api/orders/{order_id}/items/{item_id}/preparation', {
          params: { path: { ...path, item_id: what.itemId } },
          headers,
          body: { quantity: what.quantity, note: what.note, removed_ingredient_ids: what.removedIds, choice_ids: what.choiceIds, rev: what.rev },
        }),
      )
    case 'take-back':
      return ask(
        api.POST('/api/orders/{order_id}/payments/{payment_id}/take-back', {
          params: { path: { ...path, payment_id: what.paymentId } },
          headers,
          body: { reason: what.reason, rev: what.rev },
        }),
      )
  }
}
