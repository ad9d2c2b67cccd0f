import type { ReactNode } from 'react'

import type { Alert } from '../api/shapes'
import { usePrinters, useTicketAct } from '../house/alerts'
import { ageText, minutesSince, useNow } from '../house/clock'
import { isHeld, reasonSentence } from '../house/reasons'
import { useNamed, useT } from '../i18n/translate'
import { TicketButtons } from './TicketButtons'

/** A ticket that did not print: what, why, since when, and what can be done; `children`: who is on it. */
export function AlertCard({ alert, children }: { alert: Alert; children?: ReactNode }) {
  const t = useT()
  const named = useNamed()
  const now = useNow()
  const act = useTicketAct()
  const printers = usePrinters().data ?? []
  const others = alert.can_divert_to.map((id) => printers.find((printer) => printer.id === id) ?? { id, name: id })
  const zone = named({ name: alert.zone_name, name_en: alert.zone_name_en })
  const why = alert.cause === 'agent' ? t('reason.silent', { printer: alert.printer_name }) : reasonSentence(t, alert.reason, alert.printer_name)
  return (
    <article className="flex flex-col gap-2 rounded-md border-2 border-problem bg-surface p-3">
      <h3 className="text-lg font-semibold">{t('alert.what', { zone, label: alert.table_label })}</h3>
      <p>{alert.lines.join(', ')}</p>
      <p className="text-text-2">
        {why} {ageText(t, minutesSince(alert.raised_at, now))}
      </p>
      {children}
      <TicketButtons
        others={others}
        heldBy={isHeld(alert) ? alert.printer_name : ''}
        isBusy={act.isPending}
        error={act.error}
        onAgain={() => act.mutate({ act: 'again', jobId: alert.job_id })}
        onDivert={(printerId) => act.mutate({ act: 'divert', jobId: alert.job_id, printerId })}
        onTold={() => act.mutate({ act: 'told', alertId: alert.id })}
      />
    </article>
  )
}
