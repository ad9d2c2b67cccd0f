import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export type Setup = Schemas['PrinterSetupOut']
export type Check = Schemas['PrinterCheckOut']
export type CheckIn = Schemas['PrinterCheckIn']

/** Zones to which printers belong. */
export function useZones() {
  return useQuery({ queryKey: ['printers', 'zones'], queryFn: ({ signal }) => ask(api.GET('/api/zones/', { signal })) })
}

/** How a printer is set up. */
export function useSetup(printerId: string) {
  return useQuery({
    queryKey: ['printers', 'setup', printerId],
    queryFn: ({ signal }) => ask(api.GET('/api/printers/{printer_id}', { params: { path: { printer_id: printerId } }, signal })),
  })
}

/** One act on printers or zones; afterwards they, their tickets and alerts are read again. */
export function usePrinterAct<Result = unknown>(onDone?: (result: Result) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: () => Promise<Result>) => act(),
    onSuccess: (result) => onDone?.(result),
    onSettled: () => Promise.all(['printers', 'print-jobs', 'alerts', 'order'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}

/** How often a check under way is looked at, ms. */
const LOOK_EVERY_MS = 700

/** One step of a printer check at a time: begin it, and watch it until its last report. */
export function useCheckStep() {
  const begin = useMutation({
    mutationFn: (step: Partial<CheckIn> & Pick<CheckIn, 'step'>) =>
      ask(api.POST('/api/printer-checks/', { body: { printer_id: '', address: '', port: 9100, first_page: 0, last_page: 60, ...step } })),
  })
  const id = begin.data?.id ?? ''
  const watch = useQuery({
    queryKey: ['printers', 'check', id],
    queryFn: ({ signal }) => ask(api.GET('/api/printer-checks/{check_id}', { params: { path: { check_id: id } }, signal })),
    enabled: id !== '',
    refetchInterval: (query) => (query.state.data?.is_final ? false : LOOK_EVERY_MS),
  })
  const stop = useMutation({ mutationFn: (check_id: string) => ask(api.POST('/api/printer-checks/{check_id}/stop', { params: { path: { check_id } } })) })
  const report = watch.data?.id === id ? watch.data : undefined
  return {
    begin: begin.mutate,
    stop: () => stop.mutate(id),
    report,
    isBusy: begin.isPending || (id !== '' && !report?.is_final && !watch.isError),
    error: begin.error ?? watch.error ?? stop.error,
  }
}
