import type { Alert } from '@pos/shared/api/shapes'
import { usePrinters, useTicketAct } from '@pos/shared/house/alerts'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { isHeld, reasonSentence } from '@pos/shared/house/reasons'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { useSession } from '@pos/shared/session/session'
import { Button } from '@pos/shared/ui/Button'
import { TicketButtons } from '@pos/shared/ui/TicketButtons'
import { Hand, UserRound } from 'lucide-react'

import { Dialog } from '@pos/shared/desk/Dialog'

/** Tickets that did not print, each with what can be done and who is on it. It closes by itself when none is left. */
export function AlertDialog({ alerts, onClose }: { alerts: readonly Alert[]; onClose: () => void }) {
  const t = useT()
  return (
    <Dialog title={t('alert.title')} onClose={onClose}>
      <ul className="flex flex-col gap-3">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <AlertCard alert={alert} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function AlertCard({ alert }: { alert: Alert }) {
  const t = useT()
  const named = useNamed()
  const now = useNow()
  const act = useTicketAct()
  const me = useSession((session) => session.user?.id)
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
      <p className="flex min-h-12 items-center gap-2 font-semibold">
        {alert.taken_by ? (
          <>
            <UserRound aria-hidden size={20} /> {t('alert.isOnIt', { name: alert.taken_by.name })}
          </>
        ) : (
          t('alert.nobodyYet')
        )}
      </p>
      {alert.taken_by?.id !== me && (
        <Button look="main" disabled={act.isPending} onClick={() => act.mutate({ act: 'taken', alertId: alert.id })}>
          <Hand aria-hidden size={20} /> {t('alert.take')}
        </Button>
      )}
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
