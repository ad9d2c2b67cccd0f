import { useT } from '@pos/shared/i18n/translate'

import { cloudSentence } from '../cloud/sentence'

/** What the last act met, in a sentence; nothing when it went well. */
export function Fault({ error }: { error: unknown }) {
  const t = useT()
  if (error === null || error === undefined) return null
  return (
    <p role="alert" className="font-semibold text-problem">
      {cloudSentence(t, error)}
    </p>
  )
}
