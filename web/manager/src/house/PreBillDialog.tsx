import { api, ask } from '@pos/shared/api/client'
import type { Order } from '@pos/shared/api/shapes'
import { usePrinters } from '@pos/shared/house/alerts'
import type { Language } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { snack } from '@pos/shared/ui/Snackbar'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import { Chips } from '../ui/Chips'
import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'

/** Print what the guests owe on a chosen printer; the paper says that it is no receipt. */
export function PreBillDialog({ order, onClose }: { order: Pick<Order, 'id' | 'table_label' | 'covers'>; onClose: () => void }) {
  const t = useT()
  const printers = (usePrinters().data ?? []).filter((printer) => printer.is_active)
  const [chosenId, choose] = useState('')
  const printerId = chosenId || (printers.at(-1)?.id ?? '')
  const [people, setPeople] = useState('1')
  const [language, setLanguage] = useState<Language>('el')
  const print = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/orders/{order_id}/pre-bill', {
          params: { path: { order_id: order.id } },
          body: { printer_id: printerId, people: Number(people), item_ids: [], language },
        }),
      ),
    onSuccess: (job) => {
      snack(t('preBill.sent', { printer: job.printer_name }))
      onClose()
    },
  })
  const count = Number(people)
  return (
    <Dialog
      title={t('preBill.title', { label: order.table_label })}
      onClose={onClose}
      footer={
        <Button look="main" disabled={print.isPending || printerId === '' || !(count >= 1 && count <= 50)} onClick={() => print.mutate()}>
          {t('preBill.print')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Select
          label={t('preBill.printer')}
          value={printerId}
          onChange={choose}
          options={printers.map((printer) => ({ value: printer.id, label: printer.name }))}
        />
        <Field label={t('preBill.people')} type="number" min={1} max={50} value={people} onChange={setPeople} hint={t('preBill.peopleHint')} />
        <Chips
          label={t('settings.language')}
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'el', label: 'Ελληνικά' },
            { value: 'en', label: 'English' },
          ]}
        />
        <Fault error={print.error} />
      </div>
    </Dialog>
  )
}
