import { Megaphone, Printer as PrinterIcon, Shuffle } from 'lucide-react'

import { errorSentence } from '../api/problems'
import type { Printer } from '../api/shapes'
import { useT } from '../i18n/translate'
import { Button } from './Button'

interface Props {
  /** Printers that could take it instead. */
  others: readonly Pick<Printer, 'id' | 'name'>[]
  /** The printer that holds the ticket already; '' when none does. */
  heldBy: string
  isBusy: boolean
  /** What the last act met. */
  error: unknown
  onAgain: () => void
  onDivert: (printerId: string) => void
  /** Only where there is an alert to answer. */
  onTold?: () => void
}

/** What to do about a ticket that is not on paper. A repeat is marked as a copy, and the button says so. */
export function TicketButtons({ others, heldBy, isBusy, error, onAgain, onDivert, onTold }: Props) {
  const t = useT()
  return (
    <div className="flex flex-col gap-2">
      <Button disabled={isBusy} onClick={onAgain}>
        <PrinterIcon aria-hidden size={20} /> {t('ticket.again')}
      </Button>
      {heldBy !== '' && others.length > 0 && <p className="pt-1 text-sm">{t('ticket.held', { printer: heldBy })}</p>}
      {others.map((printer) => (
        <Button key={printer.id} disabled={isBusy} onClick={() => onDivert(printer.id)}>
          <Shuffle aria-hidden size={20} /> {t('ticket.divert', { printer: printer.name })}
        </Button>
      ))}
      {onTold && (
        <Button disabled={isBusy} onClick={onTold}>
          <Megaphone aria-hidden size={20} /> {t('ticket.told')}
        </Button>
      )}
      {error !== null && error !== undefined && (
        <p role="alert" className="font-semibold text-problem">
          {errorSentence(t, error)}
        </p>
      )}
    </div>
  )
}
