import type { Order } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromTyped, toWire } from '@pos/shared/money'
import { useState } from 'react'

import { Chips } from '../../ui/Chips'
import { Field } from '@pos/shared/desk/Field'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { oneByOne, orderCalls, useOrderAct } from './order-acts'
import type { Chosen } from './selection'

/** Something off the chosen lines, or off all that is unpaid. */
export function DiscountDialog({ order, chosen, onClose }: { order: Order; chosen: readonly Chosen[]; onClose: () => void }) {
  const t = useT()
  const named = useNamed()
  const act = useOrderAct(onClose)
  const [kind, setKind] = useState<'percent' | 'amount'>('percent')
  const [typed, setTyped] = useState('10')
  const number = fromTyped(typed)
  const isWrong = number === null || number === 0 || (kind === 'percent' && number > 10_000)
  const objects = chosen.length > 0 ? chosen.map(({ item }) => named(item)).join(', ') : t('discount.whole')

  const give = (reason: string) => {
    const off = kind === 'percent' ? { percent: toWire(number ?? 0) } : { amount: toWire(number ?? 0) }
    const targets = chosen.length > 0 ? chosen.map(({ item }) => item.id) : [null]
    act.mutate(() => oneByOne(order, targets, (itemId, rev) => orderCalls.discount(order, off, itemId, reason, rev)))
  }
  return (
    <ReasonDialog
      title={t('discount.title', { what: objects, label: order.table_label })}
      action={t('discount.give')}
      usual={[t('reasonWord.regular'), t('reasonWord.waited'), t('reasonWord.notRight')]}
      isBusy={act.isPending || isWrong}
      error={act.error}
      onConfirm={give}
      onClose={onClose}
    >
      <Chips
        label={t('discount.kind')}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'percent', label: '%' },
          { value: 'amount', label: '€' },
        ]}
      />
      <Field
        label={kind === 'percent' ? t('discount.percent') : t('discount.amount')}
        inputMode="decimal"
        value={typed}
        onChange={setTyped}
        fault={isWrong ? t('discount.wrong') : undefined}
      />
    </ReasonDialog>
  )
}
