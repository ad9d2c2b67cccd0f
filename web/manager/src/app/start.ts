import { setAppName } from '@pos/shared/app-name'
import { houseQueries } from '@pos/shared/house/queries'
import { bringWords, rememberedLanguage, setLanguage } from '@pos/shared/i18n/language'
import { fetchLater } from '@pos/shared/later'
import { followHouse } from '@pos/shared/live/follow-house'
import { restorePreferences } from '@pos/shared/preferences'
import { restoreSession, useSession } from '@pos/shared/session/session'
import { keepSession } from '@pos/shared/session/sign-in'
import type { QueryClient } from '@tanstack/react-query'

import el from '../words/el.json'

/** Everything before the first paint: what this screen remembers. Never waits for the network. */
export async function start(): Promise<QueryClient> {
  setAppName('manager')
  bringWords({ el, en: () => import('../words/en.json') })
  restorePreferences()
  restoreSession()
  await setLanguage(rememberedLanguage())
  const queries = houseQueries()
  useSession.subscribe((now, before) => {
    if (before.user !== null && now.user?.id !== before.user.id) queries.clear()
  })
  keepSession()
  followHouse(queries)
  fetchLater()
  return queries
}
