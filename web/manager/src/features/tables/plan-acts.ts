import { useMutation, useQueryClient } from '@tanstack/react-query'

/** One change of the floor's plan; afterwards tables and sections are read again. */
export function usePlanAct(onDone?: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => onDone?.(),
    onSettled: () => Promise.all(['tables', 'groups'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}
