import type { Status } from '@pos/shared/cloud-api/shapes'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'

import { ask, cloud } from './client'

const REFRESH_MS = 30_000
/** How often a page that waits for a first heartbeat looks. */
export const WAITING_MS = 2_000
export const PAGE = 60

/** A page of sites, worst first. */
export function useSites(search: string, status: Status | undefined, offset: number) {
  return useQuery({
    queryKey: ['sites', search, status ?? '', offset],
    queryFn: () => ask(cloud.GET('/api/sites/', { params: { query: { search, offset, limit: PAGE, ...(status && { status }) } } })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
}

/** One site; looked at more often while its first heartbeat is awaited. */
export function useSite(siteId: string, isAwaited = false) {
  return useQuery({
    queryKey: ['site', siteId],
    queryFn: () => ask(cloud.GET('/api/sites/{site_id}', { params: { path: { site_id: siteId } } })),
    refetchInterval: isAwaited ? WAITING_MS : REFRESH_MS,
  })
}

/** What happened to a site, the latest first. */
export function useTimeline(siteId: string, limit: number) {
  return useQuery({
    queryKey: ['timeline', siteId, limit],
    queryFn: () => ask(cloud.GET('/api/sites/{site_id}/timeline', { params: { path: { site_id: siteId }, query: { limit } } })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
}

/** What sysadmins did, the latest first. */
export function useActions(limit: number) {
  return useQuery({
    queryKey: ['audit', limit],
    queryFn: () => ask(cloud.GET('/api/audit/', { params: { query: { limit } } })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
}

/** Look again at everything: something was changed. */
export function useLookAgain(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}
