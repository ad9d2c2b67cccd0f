import type { Check, Payment } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { Undo2 } from 'lucide-react'

/** Money that was taken, and what was taken back. */
export function PaymentList({ check, onTakeBack }: { check: Check; onTakeBack: (payment: Payment) => void }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  if (check.payments.length === 0) return null
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (
    <section aria-label={t('pay.list')} className="rounded-md bg-surface p-3">
      <h2 className="font-semibold">{t('pay.list')}</h2>
      <ul className="divide-y divide-surface-2">
        {check.payments.map((payment) => {
          const isBack = payment.taken_back_at !== null
          return (
            <li key={payment.id} className="flex min-h-12 items-center gap-2" data-payment={isBack ? 'back' : 'taken'}>
              <span className={`min-w-0 flex-1 leading-tight ${isBack ? 'text-text-2 line-through' : ''}`}>
                {time.format(Date.parse(payment.taken_at))} · {t(`tender.${payment.tender}`)} · {payment.taken_by.name}
              </span>
              <Money cents={fromWire(payment.amount)} className={isBack ? 'text-text-2 line-through' : ''} />
              {!isBack && (
                <Button look="quiet" aria-label={t('pay.takeBack')} onClick={() => onTakeBack(payment)}>
                  <Undo2 aria-hidden size={20} />
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
