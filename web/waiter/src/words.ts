import { addGreek } from '@pos/shared/i18n/language'

import own from './words/el.json'

declare module '@pos/shared/i18n/language' {
  interface KeysOfApps {
    waiter: keyof typeof own
  }
}

/** The Greek of pages that come after the first paint comes with them; each such file imports this one first. */
addGreek(own)
