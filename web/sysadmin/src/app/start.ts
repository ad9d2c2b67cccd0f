import { Refusal } from '@pos/shared/api/problems'
import { setAppName } from '@pos/shared/app-name'
import { bringWords, rememberedLanguage, setLanguage } from '@pos/shared/i18n/language'
import { QueryClient } from '@tanstack/react-query'

import { restoreSession } from '../cloud/session'
import el from '../words/el.json'

/** Everything before the first paint. */
export async function start(): Promise<QueryClient> {
  setAppName('sysadmin')
  bringWords({ el, en: () => import('../words/en.json') })
  restoreSession()
  await setLanguage(rememberedLanguage())
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && !(error instanceof Refusal && error.status < 500),
      },
      mutations: { networkMode: 'always' },
    },
  })
}
