import { api, ask } from '@pos/shared/api/client'
import { Refusal } from '@pos/shared/api/problems'
import type { Schemas } from '@pos/shared/api/shapes'
import { useQuery } from '@tanstack/react-query'

import { asJson } from '../../house/json'

export type DayReport = Schemas['DayReportOut']
export type SalesRow = Schemas['SalesRowOut']

/** What sales are grouped by, and the day report's list of it. */
export const GROUPS = [
  { by: 'hour', list: 'hours' },
  { by: 'item', list: 'items' },
  { by: 'category', list: 'categories' },
  { by: 'waiter', list: 'waiters' },
  { by: 'section', list: 'sections' },
  { by: 'tender', list: 'tenders' },
  { by: 'vat', list: 'vat_rates' },
] as const

/** One of GROUPS. */
export type By = (typeof GROUPS)[number]['by']

/** A day as its Z has it, else as it stands; null when nothing happened on it. An undefined day is the running one. */
export function useDay(day: string | undefined) {
  return useQuery({
    queryKey: ['report', 'day', day ?? 'now'],
    queryFn: async ({ signal }): Promise<DayReport | null> => {
      try {
        return await asJson(ask(api.GET('/api/reports/shift', { params: { query: day ? { day } : {} }, signal })))
      } catch (error) {
        if (error instanceof Refusal && error.problem?.code === 'day-unknown') return null
        throw error
      }
    },
  })
}

/** Everybody's purse on a day. */
export function useCashUps(day: string) {
  return useQuery({
    queryKey: ['report', 'cash-ups', day],
    queryFn: ({ signal }) => asJson(ask(api.GET('/api/reports/cash-ups', { params: { query: { day } }, signal }))),
  })
}

/** Closed days, the latest first. */
export function useClosedDays() {
  return useQuery({
    queryKey: ['report', 'z'],
    queryFn: ({ signal }) => ask(api.GET('/api/reports/z', { params: { query: { limit: 30 } }, signal })),
  })
}
