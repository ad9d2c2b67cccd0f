import { isKey, type Translate } from '../i18n/translate'
import type { Shut } from './gate'

/** Why the house is shut: the vendor's own sentence for a lock; for a licence that is over, ours for its cause. */
export function shutReason(t: Translate, { status, problem }: Shut): string {
  const cause = `shut.cause.${String(problem?.cause)}`
  if (status === 402 && isKey(cause)) return t(cause)
  return String(problem?.lock_reason ?? problem?.reason ?? problem?.detail ?? '')
}

/** What the box says where nobody wrote whom to call (POS_LICENSE_CONTACT). */
const UNNAMED = 'whoever sold you this system'

/** Whom to call about it; '' where the box does not say. */
export function shutContact(t: Translate, { problem }: Shut): string {
  return contactName(t, problem?.call)
}

/** The name that the box gives for questions about the licence. */
export function contactName(t: Translate, call: unknown): string {
  if (call === UNNAMED) return t('shut.seller')
  return typeof call === 'string' ? call : ''
}
