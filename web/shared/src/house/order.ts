import { useQuery } from '@tanstack/react-query'

import { api, ask } from '../api/client'
import { POLL_MS } from './queries'

/** One order, whole; asks nothing while the id is null. */
export function useOrder(orderId: number | null) {
  return useQuery({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/orders/{order_id}', { params: { path: { order_id: orderId ?? 0 } }, signal })),
    enabled: orderId !== null,
    refetchInterval: POLL_MS,
  })
}

/** What an order's guests owe, line by line, and in equal parts for so many people; asks nothing while the id is null. */
export function useCheck(orderId: number | null, people = 1) {
  return useQuery({
    queryKey: ['order', orderId, 'check', people],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/orders/{order_id}/check', {
          params: { path: { order_id: orderId ?? 0 }, query: { people } },
          signal,
        }),
      ),
    enabled: orderId !== null,
    refetchInterval: POLL_MS,
  })
}
