import type { Order } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { type Cents, fromWire, moneyText } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'

import { ReasonDialog } from '../../ui/ReasonDialog'
import { clockText } from '../../ui/times'
import { orderCalls, useCheck, useOrderAct } from './order-acts'

/** What an order costs, what was taken off, what is paid and what is left; payments can be taken back. */
export function OrderMoney({ order }: { order: Order }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const check = useCheck(order.id, order.rev).data
  const [backId, askBack] = useState<number | null>(null)
  const act = useOrderAct(() => askBack(null))
  if (!check) return <div className="h-24" />
  const row = (name: string, cents: Cents, look = '') => (
    <p className={`flex justify-between ${look}`}>
      <span>{name}</span>
      <Money cents={cents} />
    </p>
  )
  const off = fromWire(check.discount_total)
  const comped = fromWire(check.comp_total)
  const back = check.payments.find((payment) => payment.id === backId)
  return (
    <section className="mt-4 flex flex-col gap-1 border-t border-border pt-3">
      {(off > 0 || comped > 0) && row(t('money.gross'), fromWire(check.gross_total))}
      {off > 0 && row(t('money.discounts'), -off)}
      {comped > 0 && row(t('money.comps'), -comped)}
      {row(t('money.total'), fromWire(check.total), 'font-semibold')}
      {check.payments.length > 0 && row(t('money.paid'), fromWire(check.paid_total))}
      {row(t('money.left'), fromWire(check.unpaid_total), 'text-lg font-bold')}
      <ul>
        {check.payments.map((payment) => (
          <li key={payment.id} className="flex min-h-12 items-center gap-2 border-t border-surface-2">
            <span className={`min-w-0 flex-1 leading-tight ${payment.taken_back_at ? 'text-text-2 line-through' : ''}`}>
              {t(`tender.${payment.tender}`)} · <span className="tabular-nums">{clockText(payment.taken_at)}</span> · {payment.taken_by.name}
            </span>
            <Money cents={fromWire(payment.amount)} className={payment.taken_back_at ? 'text-text-2 line-through' : ''} />
            {payment.taken_back_at === null && (
              <Button look="quiet" onClick={() => askBack(payment.id)}>
                <Undo2 aria-hidden size={20} /> {t('money.takeBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {back && (
        <ReasonDialog
          title={t('money.takeBackTitle', { tender: t(`tender.${back.tender}`), amount: moneyText(fromWire(back.amount), language), label: order.table_label })}
          action={t('money.takeBack')}
          usual={[t('reasonWord.mistake'), t('reasonWord.otherTender')]}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={(reason) => act.mutate(() => orderCalls.takeBack(order, back.id, reason))}
          onClose={() => askBack(null)}
        />
      )}
    </section>
  )
}
