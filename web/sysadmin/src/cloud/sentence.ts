import { problemSentence, Refusal, Unreachable } from '@pos/shared/api/problems'
import { isKey, type Translate } from '@pos/shared/i18n/translate'

/** What to tell the sysadmin about a failed request; the shared sentences speak of a restaurant's box. */
export function cloudSentence(t: Translate, error: unknown): string {
  if (error instanceof Unreachable) return t('cloud.unreachable')
  if (!(error instanceof Refusal) || error.problem === null) return t('cloud.broken')
  const key = `cloud.problem.${error.problem.code}`
  if (!isKey(key)) return error.problem.hint || problemSentence(t, error.problem)
  const { locks, most } = error.problem
  return t(key, { locks: Number(locks ?? 0), most: Number(most ?? 0) })
}
