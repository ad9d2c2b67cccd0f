import type { Item, Printer, Round } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { PrintMark } from '@pos/shared/ui/PrintMark'
import { Check, Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'

import { currentTickets, inTrouble } from './places'
import { TroubledTicket } from './TroubledTicket'

interface Props {
  round: Round
  printers: readonly Printer[]
  /** How one of its lines is drawn. */
  children: (item: Item) => ReactNode
}

/** One round: who sent it when, where its paper is in each zone, its lines. */
export function RoundView({ round, printers, children }: Props) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(Date.parse(round.fired_at))
  const tickets = currentTickets(round)
  const isHeld = round.items.some((item) => item.status === 'held')
  return (
    <article aria-label={t('check.round', { number: round.number })} className="rounded-md bg-surface p-3" data-round={round.number}>
      <header className="flex items-baseline justify-between gap-2 text-text-2">
        <h2 className="font-semibold text-text">{t('check.round', { number: round.number })}</h2>
        <p className="text-sm tabular-nums">
          {time} · {round.fired_by.name}
        </p>
      </header>
      <div className="mt-1.5 flex flex-wrap gap-1.5" role="status">
        {tickets.map((ticket) => (
          <PrintMark
            key={ticket.job_id}
            place={ticket.custody}
            zoneId={ticket.zone_id}
            zone={named({ name: ticket.zone_name, name_en: ticket.zone_name_en })}
          />
        ))}
        {tickets.length === 0 && (
          <span className="flex items-center gap-1.5 text-sm text-text-2">
            {isHeld ? <Hourglass aria-hidden size={18} /> : <Check aria-hidden size={18} />}
            {t(isHeld ? 'item.held' : 'check.noTickets')}
          </span>
        )}
      </div>
      {tickets.filter(inTrouble).map((ticket) => (
        <TroubledTicket key={ticket.job_id} ticket={ticket} printers={printers} />
      ))}
      <ul className="mt-2 divide-y divide-surface-2">
        {round.items.map(children)}
      </ul>
    </article>
  )
}
