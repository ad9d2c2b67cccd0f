import { errorSentence } from '@pos/shared/api/problems'
import type { Check } from '@pos/shared/api/shapes'
import { usePrinters } from '@pos/shared/house/alerts'
import { useOrderAct } from '@pos/shared/house/order-acts'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { recall, remember } from '@pos/shared/app-name'
import { Button } from '@pos/shared/ui/Button'
import { Sheet } from '@pos/shared/ui/Sheet'
import { snack } from '@pos/shared/ui/Snackbar'
import { Printer } from 'lucide-react'

interface Props {
  check: Check
  /** Only these lines; none means all. */
  itemIds: number[]
  onClose: () => void
}

/** At which printer does the bill come out? The one chosen last is first. The paper says that it is no receipt. */
export function BillSheet({ check, itemIds, onClose }: Props) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const act = useOrderAct()
  const last = recall('bill-printer')
  const printers = (usePrinters().data ?? []).filter((printer) => printer.is_active)
  const sorted = printers.toSorted((a, b) => Number(b.id === last) - Number(a.id === last))
  const print = (printerId: string, name: string) => {
    remember('bill-printer', printerId)
    act.mutate(
      {
        orderId: check.order_id,
        what: { act: 'pre-bill', printerId, people: check.covers ?? 1, language, itemIds },
      },
      {
        onSuccess: () => {
          snack(t('bill.sent', { printer: name }))
          onClose()
        },
      },
    )
  }
  return (
    <Sheet title={t(itemIds.length > 0 ? 'bill.titleSome' : 'bill.title')} onClose={onClose}>
      <div className="flex flex-col gap-2">
        {sorted.map((printer) => (
          <Button key={printer.id} disabled={act.isPending} onClick={() => print(printer.id, printer.name)}>
            <Printer aria-hidden size={20} /> {printer.name}
            {printer.presence !== 'online' && <span className="text-text-2">· {t('printer.away')}</span>}
          </Button>
        ))}
        {printers.length === 0 && <p className="text-text-2">{t('bill.noPrinter')}</p>}
        <p className="text-sm text-text-2">{t('bill.why')}</p>
        {act.isError && (
          <p role="alert" className="font-semibold text-problem">
            {errorSentence(t, act.error)}
          </p>
        )}
      </div>
    </Sheet>
  )
}
