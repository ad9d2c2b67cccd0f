import type { Printer, Ticket } from '@pos/shared/api/shapes'
import { useTicketAct } from '@pos/shared/house/alerts'
import { useT } from '@pos/shared/i18n/translate'
import { isHeld, reasonSentence } from '@pos/shared/house/reasons'
import { TicketButtons } from '@pos/shared/ui/TicketButtons'

/** A ticket that is not, or perhaps not, on paper: why, and what can be done now. */
export function TroubledTicket({ ticket, printers }: { ticket: Ticket; printers: readonly Printer[] }) {
  const t = useT()
  const act = useTicketAct()
  const others = printers.filter((printer) => printer.is_active && printer.id !== ticket.printer_id)
  return (
    <div className={`mt-2 rounded-sm border-2 p-2 ${ticket.custody === 'failed' ? 'border-problem' : 'border-border'}`}>
      <p className="pb-2 font-semibold">{reasonSentence(t, ticket.reason, ticket.printer_name)}</p>
      <TicketButtons
        others={others}
        heldBy={isHeld(ticket) ? ticket.printer_name : ''}
        isBusy={act.isPending}
        error={act.error}
        onAgain={() => act.mutate({ act: 'again', jobId: ticket.job_id })}
        onDivert={(printerId) => act.mutate({ act: 'divert', jobId: ticket.job_id, printerId })}
      />
    </div>
  )
}
