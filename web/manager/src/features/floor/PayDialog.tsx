import type { Order } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { type Cents, fromTyped, fromWire, toWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { useState } from 'react'

import { Chips } from '../../ui/Chips'
import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { orderCalls, type Tender, useCheck, useOrderAct } from './order-acts'
import { type Chosen, partsOf } from './selection'

interface Props {
  order: Order
  chosen: readonly Chosen[]
  /** What the chosen lines cost. */
  chosenCents: Cents
  onClose: () => void
}

/** Take money: for the chosen lines, for all that is left, for an amount, or for one of so many equal parts. */
export function PayDialog({ order, chosen, chosenCents, onClose }: Props) {
  const t = useT()
  const act = useOrderAct(onClose)
  const unpaid = fromWire(order.unpaid_total)
  const [what, setWhat] = useState<'chosen' | 'all' | 'amount'>(chosen.length > 0 ? 'chosen' : 'all')
  const [tender, setTender] = useState<Tender>('cash')
  const [typed, setTyped] = useState('')
  const [people, setPeople] = useState(order.covers ?? 2)
  const check = useCheck(order.id, order.rev)
  const amount = fromTyped(typed)
  const cents = what === 'chosen' ? chosenCents : what === 'all' ? unpaid : amount
  const isReady = cents !== null && cents > 0 && cents <= unpaid && !act.isPending

  const take = () => {
    const open = (check.data?.lines ?? []).filter((line) => fromWire(line.unpaid) > 0).map((line) => line.item_id)
    if (what === 'chosen') act.mutate(() => orderCalls.pay(order, { parts: partsOf(chosen) }, tender))
    else if (what === 'all') act.mutate(() => orderCalls.pay(order, { item_ids: open }, tender))
    else act.mutate(() => orderCalls.pay(order, { amount: toWire(amount ?? 0) }, tender))
  }
  return (
    <Dialog
      title={t('pay.title', { label: order.table_label })}
      onClose={onClose}
      footer={
        <Button look="main" disabled={!isReady || !check.data} onClick={take}>
          {t('pay.take')} {cents !== null && <Money cents={cents} />}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Chips
          label={t('pay.what')}
          value={what}
          onChange={setWhat}
          options={[
            ...(chosen.length > 0 ? [{ value: 'chosen' as const, label: t('pay.chosen') }] : []),
            { value: 'all', label: t('pay.all') },
            { value: 'amount', label: t('pay.amount') },
          ]}
        />
        {what === 'amount' && (
          <>
            <Field
              label={t('pay.howMuch')}
              inputMode="decimal"
              value={typed}
              onChange={setTyped}
              fault={typed !== '' && (amount === null || amount > unpaid) ? t('pay.noAmount') : undefined}
            />
            <div className="flex flex-wrap items-center gap-2">
              <Field label={t('pay.people')} type="number" min={2} max={50} value={String(people)} onChange={(text) => setPeople(Number(text))} className="w-28" />
              <Button className="self-end" disabled={!(people >= 2 && people <= 50)} onClick={() => setTyped(toWire(Math.ceil(unpaid / people)))}>
                {t('pay.onePart')}
              </Button>
            </div>
          </>
        )}
        <Chips
          label={t('pay.tender')}
          value={tender}
          onChange={setTender}
          options={(['cash', 'card', 'other'] as const).map((value) => ({ value, label: t(`tender.${value}`) }))}
        />
        <p className="text-text-2">
          {t('pay.left')} <Money cents={unpaid} />
        </p>
        <Fault error={act.error} />
      </div>
    </Dialog>
  )
}
