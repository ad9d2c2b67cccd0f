import { setAppName } from '@pos/shared/app-name'
import { keepHouse, recallHouse } from '@pos/shared/house/keep'
import { houseQueries } from '@pos/shared/house/queries'
import { bringWords, rememberedLanguage, setLanguage } from '@pos/shared/i18n/language'
import { keepAwake } from '@pos/shared/keep-awake'
import { fetchLater } from '@pos/shared/later'
import { followHouse } from '@pos/shared/live/follow-house'
import { watchForNewVersion } from '@pos/shared/new-version'
import { phone, startOutbox } from '@pos/shared/outbox/house-outbox'
import { restorePreferences } from '@pos/shared/preferences'
import { readyToRing } from '@pos/shared/ring'
import { restoreSession, useSession } from '@pos/shared/session/session'
import { keepSession } from '@pos/shared/session/sign-in'
import type { QueryClient } from '@tanstack/react-query'

import { restoreDrafts } from '../features/order/draft-store'

/** Everything before the first paint: what this phone remembers. Never waits for the network. */
export async function start(): Promise<QueryClient> {
  setAppName('waiter')
  bringWords({ el: {}, en: () => import('../words/en.json') })
  restorePreferences()
  restoreSession()
  const queries = houseQueries()
  // a storage that can't be read starts the app empty; Send says when it can't be written
  await Promise.allSettled([setLanguage(rememberedLanguage()), restoreDrafts(), recallHouse(queries, phone())])
  keepHouse(queries, phone())
  forgetBetweenPeople(queries)
  startOutbox(queries)
  keepSession()
  keepAwake()
  readyToRing()
  watchForNewVersion(import.meta.env.BASE_URL)
  followHouse(queries)
  fetchLater()
  return queries
}

/** Whose table is whose differs by person: the next one starts with an empty memory. */
function forgetBetweenPeople(queries: QueryClient): void {
  useSession.subscribe((now, before) => {
    if (before.user === null || now.user?.id === before.user.id) return
    queries.clear()
    void phone().forgetKept()
  })
}
