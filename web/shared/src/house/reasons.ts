import { isKey, type Translate } from '../i18n/translate'

/** Why a ticket is not on paper, for a person in a hurry. A reason of a newer box is shown as it came. */
export function reasonSentence(t: Translate, reason: string, printer: string): string {
  const key = `reason.${reason || 'none'}`
  return isKey(key) ? t(key, { printer }) : `${printer}: ${reason}`
}

/** What keeps a printer from going on until a hand mends it. */
const HOLDS = new Set(['paper_out', 'cover_open', 'offline', 'printer_error'])

/** Its printer took the ticket and holds it: it prints it by itself once it has paper, whatever else is done. */
export function isHeld(ticket: { state: string; reason: string }): boolean {
  return ticket.state === 'printing' && HOLDS.has(ticket.reason)
}
