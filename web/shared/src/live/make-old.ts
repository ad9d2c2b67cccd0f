import type { QueryClient } from '@tanstack/react-query'

/**
 * Have what is known under `key` fetched again where a screen shows it.
 *
 * A first fetch on its way may bring what was true before the change, and React Query lets it end and calls its answer
 * fresh (it starts anew only where there is data already): what is asked for first is asked for once more.
 */
export function makeOld(queries: QueryClient, key: string): void {
  for (const query of queries.getQueryCache().findAll({ queryKey: [key], fetchStatus: 'fetching' })) {
    if (query.state.data !== undefined) continue
    const again = () => void queries.invalidateQueries({ queryKey: query.queryKey, exact: true })
    void query.promise?.then(again, again)
  }
  void queries.invalidateQueries({ queryKey: [key] })
}
