import { api, ask } from '@pos/shared/api/client'
import { POLL_MS } from '@pos/shared/house/queries'
import { useQuery } from '@tanstack/react-query'

/** Hours until the box stops because nobody renewed its licence; null while all is well. */
export function useGraceHours(): number | null {
  const health = useQuery({
    queryKey: ['tables', 'health'],
    queryFn: ({ signal }) => ask(api.GET('/api/system/health', { signal })),
    refetchInterval: POLL_MS,
  })
  return graceHours(health.data)
}

/** From what health says of the licence; a box without a licence daemon says nothing. */
export function graceHours(health: object | undefined): number | null {
  if (!health || !('license' in health)) return null
  const { state, hours_left: hours } = health.license as { state?: unknown; hours_left?: unknown }
  return state === 'grace' ? Number(hours ?? 0) : null
}
