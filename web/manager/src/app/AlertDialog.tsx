import type { Alert } from '@pos/shared/api/shapes'
import { Dialog } from '@pos/shared/desk/Dialog'
import { useTicketAct } from '@pos/shared/house/alerts'
import { useT } from '@pos/shared/i18n/translate'
import { useSession } from '@pos/shared/session/session'
import { AlertCard } from '@pos/shared/ui/AlertCard'
import { Button } from '@pos/shared/ui/Button'
import { Hand, UserRound } from 'lucide-react'

import { Fault } from '../ui/Fault'

/** Tickets that did not print, each with what can be done and who is on it. It closes by itself when none is left. */
export function AlertDialog({ alerts, onClose }: { alerts: readonly Alert[]; onClose: () => void }) {
  const t = useT()
  return (
    <Dialog title={t('alert.title')} onClose={onClose}>
      <ul className="flex flex-col gap-3">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <AlertCard alert={alert}>
              <WhoIsOnIt alert={alert} />
            </AlertCard>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function WhoIsOnIt({ alert }: { alert: Alert }) {
  const t = useT()
  const act = useTicketAct()
  const me = useSession((session) => session.user?.id)
  return (
    <>
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
      <Fault error={act.error} />
    </>
  )
}
