import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, ask } from '../api/client'
import { useSession } from '../session/session'
import { POLL_MS } from './queries'

/** Tickets that are not on paper in time and nobody has acted upon, oldest first. */
export function useAlerts() {
  const signedIn = useSession((session) => session.token !== null)
  return useQuery({
    queryKey: ['alerts'],
    queryFn: ({ signal }) => ask(api.GET('/api/alerts/', { signal })),
    refetchInterval: POLL_MS,
    enabled: signedIn,
  })
}

/** Printers with their zones, to name where else a ticket may go. */
export function usePrinters() {
  const signedIn = useSession((session) => session.token !== null)
  return useQuery({
    queryKey: ['printers'],
    queryFn: ({ signal }) => ask(api.GET('/api/printers/', { signal })),
    enabled: signedIn,
  })
}

/** What a person can do about a ticket that is not on paper. */
export type TicketAct =
  | { act: 'again'; jobId: string }
  | { act: 'divert'; jobId: string; printerId: string }
  | { act: 'told'; alertId: number }
  | { act: 'taken'; alertId: number }

/** Do it; afterwards alerts, tables and orders are read again. */
export function useTicketAct() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: perform,
    onSettled: () =>
      Promise.all(['alerts', 'tables', 'order'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}

async function perform(what: TicketAct): Promise<void> {
  if (what.act === 'told' || what.act === 'taken') {
    const params = { path: { alert_id: what.alertId } }
    const action = what.act === 'told' ? 'told_kitchen' : 'taken'
    await ask(api.POST('/api/alerts/{alert_id}/act', { params, body: { action, reason: '' } }))
    return
  }
  const params = { path: { job_id: what.jobId } }
  if (what.act === 'again') await ask(api.POST('/api/print-jobs/{job_id}/again', { params }))
  else await ask(api.POST('/api/print-jobs/{job_id}/divert', { params, body: { printer_id: what.printerId } }))
}
