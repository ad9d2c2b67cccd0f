import { api, ask } from '@pos/shared/api/client'
import { useQuery } from '@tanstack/react-query'

/** Everybody who ever worked here, those at work first. */
export function useStaff() {
  return useQuery({ queryKey: ['staff'], queryFn: ({ signal }) => ask(api.GET('/api/waiters/', { signal })) })
}
