import { api, ask } from '@pos/shared/api/client'
import type { OrderStatus } from '@pos/shared/api/shapes'
import { useInfiniteQuery } from '@tanstack/react-query'

import { asJson } from '../../house/json'

export type { OrderStatus }

/** States an order can be in. */
export const STATUSES: readonly OrderStatus[] = ['open', 'partially_paid', 'paid', 'closed', 'cancelled']

/** What the list is narrowed to; days are business days, `2026-06-05`. */
export interface HistoryFilter {
  from: string
  to: string
  table?: number | undefined
  waiter?: number | undefined
  status?: OrderStatus | undefined
  text: string
}

/** As the box asks it. */
export function historyQuery({ from, to, table, waiter, status, text }: HistoryFilter) {
  return { from, to, text: text.trim(), ...(table && { table }), ...(waiter && { waiter }), ...(status && { status }) }
}

/** Orders of those days, the latest first, page by page. */
export function useHistory(filter: HistoryFilter) {
  const query = historyQuery(filter)
  return useInfiniteQuery({
    queryKey: ['history', query],
    queryFn: ({ signal, pageParam }) =>
      asJson(ask(api.GET('/api/reports/orders', { params: { query: { ...query, after: pageParam, limit: 50 } }, signal }))),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  })
}
