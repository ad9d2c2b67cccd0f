import type { Order } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { orderCalls, useOrderAct } from './order-acts'

/** How many guests sit there. */
export function CoversDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const t = useT()
  const act = useOrderAct(onClose)
  const [typed, setTyped] = useState(String(order.covers ?? ''))
  const covers = typed === '' ? null : Number(typed)
  const isWrong = covers !== null && !(Number.isInteger(covers) && covers >= 1 && covers <= 200)
  const save = () => act.mutate(() => orderCalls.covers(order, covers))
  return (
    <Dialog
      title={t('covers.title', { label: order.table_label })}
      onClose={onClose}
      footer={
        <Button look="main" disabled={isWrong || act.isPending} onClick={save}>
          {t('ui.save')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isWrong) save()
        }}
      >
        <Field label={t('order.guests')} type="number" min={1} max={200} value={typed} onChange={setTyped} fault={isWrong ? t('covers.wrong') : undefined} />
      </form>
      <Fault error={act.error} />
    </Dialog>
  )
}
