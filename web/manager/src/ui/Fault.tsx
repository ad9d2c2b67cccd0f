import { errorSentence } from '@pos/shared/api/problems'
import { useT } from '@pos/shared/i18n/translate'

/** What the last act met, in a sentence; nothing when it went well. */
export function Fault({ error, className = '' }: { error: unknown; className?: string }) {
  const t = useT()
  if (error === null || error === undefined) return null
  return (
    <p role="alert" className={`font-semibold text-problem ${className}`}>
      {errorSentence(t, error)}
    </p>
  )
}
