import { isKey, type Translate } from '../i18n/translate'

/** Why a ticket is not on paper, for a person in a hurry. A reason of a newer box is shown as it came. */
export function reasonSentence(t: Translate, reason: string, printer: string): string {
  const key = `reason.${reason || 'none'}`
  return isKey(key) ? t(key, { printer }) : `${printer}: ${reason}`
}
