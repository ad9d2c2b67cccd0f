import { api, ask } from '@pos/shared/api/client'
import { useQuery } from '@tanstack/react-query'

/** How the box is: its licence and version; asked every minute. */
export function useHealth() {
  return useQuery({
    queryKey: ['system', 'health'],
    queryFn: ({ signal }) => ask(api.GET('/api/system/health', { signal })),
    refetchInterval: 60_000,
  })
}
