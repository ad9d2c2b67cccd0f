import { api, ask } from '@pos/shared/api/client'
import type { Printer } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Shuffle } from 'lucide-react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { usePrinterAct } from './printer-data'

/** All that waits for a printer, and all that is to come, goes to another until it is called back. */
export function DivertDialog({ printer, others, onClose }: { printer: Printer; others: readonly Printer[]; onClose: () => void }) {
  const t = useT()
  const act = usePrinterAct(onClose)
  const params = { path: { printer_id: printer.id } }
  return (
    <Dialog title={t('printer.divertTitle', { name: printer.name })} onClose={onClose}>
      <p className="pb-3 text-text-2">{t('printer.divertHint', { n: printer.waiting })}</p>
      <div className="flex flex-col gap-2">
        {others.map((other) => (
          <Button
            key={other.id}
            disabled={act.isPending}
            onClick={() => act.mutate(() => ask(api.POST('/api/printers/{printer_id}/divert', { params, body: { printer_id: other.id } })))}
          >
            <Shuffle aria-hidden size={20} /> {t('printer.divertTo', { name: other.name })} · {t(`printerState.${other.state}`)}
          </Button>
        ))}
        <Fault error={act.error} />
      </div>
    </Dialog>
  )
}
