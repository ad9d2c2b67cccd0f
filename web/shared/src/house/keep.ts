import type { QueryClient } from '@tanstack/react-query'

import type { PhoneStore } from '../outbox/phone-store'

/** The answers worth having at a start without network. */
const KEPT = ['tables', 'groups', 'menu', 'courses'] as const

/** Put the last known floor and menu into the cache, with their true age. */
export async function recallHouse(queries: QueryClient, phone: PhoneStore): Promise<void> {
  await Promise.all(
    KEPT.map(async (key) => {
      const kept = await phone.kept(key)
      if (kept) queries.setQueryData([key], kept.value, { updatedAt: kept.at })
    }),
  )
}

/** From now on, keep each new one. Returns the way to stop. */
export function keepHouse(queries: QueryClient, phone: PhoneStore): () => void {
  return queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return
    const { queryKey, state } = event.query
    const key = KEPT.find((name) => queryKey.length === 1 && name === queryKey[0])
    if (key) void phone.keep(key, state.data, state.dataUpdatedAt)
  })
}
