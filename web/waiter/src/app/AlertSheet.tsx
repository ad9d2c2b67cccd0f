import type { Alert } from '@pos/shared/api/shapes'
import { usePrinters, useTicketAct } from '@pos/shared/house/alerts'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { isHeld, reasonSentence } from '@pos/shared/house/reasons'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Sheet } from '@pos/shared/ui/Sheet'
import { TicketButtons } from '@pos/shared/ui/TicketButtons'

/** Tickets that did not print, each with what can be done. It closes by itself when none is left. */
export function AlertSheet({ alerts, onClose }: { alerts: readonly Alert[]; onClose: () => void }) {
  const t = useT()
  return (
    <Sheet title={t('alert.title')} onClose={onClose}>
      <ul className="flex flex-col gap-3">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <AlertCard alert={alert} />
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

function AlertCard({ alert }: { alert: Alert }) {
  const t = useT()
  const named = useNamed()
  const now = useNow()
  const act = useTicketAct()
  const printers = usePrinters().data ?? []
  const others = alert.can_divert_to.map((id) => printers.find((printer) => printer.id === id) ?? { id, name: id })
  const zone = named({ name: alert.zone_name, name_en: alert.zone_name_en })
  return (
    <article className="rounded-md border-2 border-problem bg-surface p-3">
      <h3 className="text-lg font-semibold">{t('alert.what', { zone, label: alert.table_label })}</h3>
      <p className="py-1">{alert.lines.join(', ')}</p>
      <p className="pb-3 text-text-2">
        {alert.cause === 'agent' ? t('reason.silent', { printer: alert.printer_name }) : reasonSentence(t, alert.reason, alert.printer_name)}{' '}
        {ageText(t, minutesSince(alert.raised_at, now))}
      </p>
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
