import type { Alert } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { AlertCard } from '@pos/shared/ui/AlertCard'
import { Sheet } from '@pos/shared/ui/Sheet'

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
