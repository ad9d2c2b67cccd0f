import { useQuery } from '@tanstack/react-query'

import { api, ask } from '../api/client'
import { useSession } from '../session/session'
import { POLL_MS } from './queries'

/** All tables with their active orders; polled, and read again whenever the stream says so. */
export function useTables() {
  const signedIn = useSession((session) => session.token !== null)
  return useQuery({
    queryKey: ['tables'],
    queryFn: ({ signal }) => ask(api.GET('/api/tables/', { signal })),
    refetchInterval: POLL_MS,
    enabled: signedIn,
  })
}

/** Sections of the floor. */
export function useGroups() {
  const signedIn = useSession((session) => session.token !== null)
  return useQuery({
    queryKey: ['groups'],
    queryFn: ({ signal }) => ask(api.GET('/api/tables/groups', { signal })),
    enabled: signedIn,
  })
}

/** One table by id; undefined while tables are not known. */
export function useTable(tableId: number) {
  return useTables().data?.find((table) => table.id === tableId)
}
