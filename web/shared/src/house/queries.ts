import { QueryClient } from '@tanstack/react-query'

import { Refusal } from '../api/problems'
import { onBoxBack } from '../api/reach'

/** The belt beside the live stream, ms. */
export const POLL_MS = 30_000
/** Data older than this shows its age, ms. */
export const STALE_MS = 60_000

/** The cache of what the box said. A LAN without internet must not pause requests, hence `always`. */
export function houseQueries(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 2_000,
        gcTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        retry: (tries, error) => tries < 2 && !(error instanceof Refusal && error.status < 500),
        retryDelay: (tries) => 500 * 2 ** tries,
      },
      mutations: { networkMode: 'always' },
    },
  })
  onBoxBack(() => void queries.invalidateQueries())
  return queries
}
