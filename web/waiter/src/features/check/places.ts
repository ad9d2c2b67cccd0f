import type { Round, Ticket } from '@pos/shared/api/shapes'

/** Reasons that the box gives in one word; sentences are in the language files under `reason.`. */
export function inTrouble(ticket: Ticket): boolean {
  return ticket.custody === 'failed' || ticket.custody === 'unknown'
}

/** The paper that counts for each zone: of a ticket and its copies, the newest; ended ones only when nothing else is. */
export function currentTickets(round: Round): Ticket[] {
  const live = round.tickets.filter((ticket) => ticket.custody !== 'ended')
  return live.length > 0 ? live : round.tickets
}
