import { errorSentence } from '@pos/shared/api/problems'
import type { Check, Order } from '@pos/shared/api/shapes'
import { useOrderAct } from '@pos/shared/house/order-acts'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { type Cents, fromWire, moneyText } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { snack } from '@pos/shared/ui/Snackbar'
import { BadgePercent, Divide, DoorClosed, MoveRight, Printer } from 'lucide-react'

interface Props {
  order: Order
  check: Check | undefined
  chosenCents: Cents
  hasChosen: boolean
  isDown: boolean
  hasUnsent: boolean
  /** Payments that wait on this phone. */
  payingCents: Cents
  onPaySelected: () => void
  onPayAll: () => void
  onSplit: () => void
  onBill: () => void
  onDiscount: () => void
  onMove: () => void
  onClosed: () => void
}

/** The thumb's part of the check: what is chosen or left, the ways to pay it, and the end. Its height never changes. */
export function CheckBar(props: Props) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const act = useOrderAct()
  const { order, check, hasChosen, isDown } = props
  const unpaid = fromWire(check?.unpaid_total ?? order.unpaid_total)
  const leftToTake = Math.max(0, unpaid - props.payingCents)
  const hasHeld = order.rounds.some((round) => round.items.some((item) => item.status === 'held'))
  const why = act.isError
    ? errorSentence(t, act.error)
    : isDown
      ? t(props.payingCents > 0 ? 'close.needsBoxPaying' : 'close.needsBox')
      : props.hasUnsent
        ? t('close.waits')
        : hasHeld
          ? t('close.held')
          : unpaid > 0
            ? t('close.unpaid', { amount: moneyText(unpaid, language) })
            : ''
  const canClose = !isDown && !props.hasUnsent && unpaid === 0 && !hasHeld && check !== undefined
  const end = () =>
    act.mutate(
      { orderId: order.id, what: { act: 'close', rev: check?.rev ?? order.rev } },
      {
        onSuccess: () => {
          snack(t('close.done', { label: order.table_label }))
          props.onClosed()
        },
      },
    )
  return (
    <div className="@container shrink-0 border-t border-surface-2 bg-bg px-3 pt-1 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <div className="hand flex gap-2 pb-2">
        <Small label={t('pay.split')} isOff={!check || leftToTake === 0 || isDown} onTap={props.onSplit} icon={Divide} />
        <Small label={t('bill.short')} isOff={!check || isDown} onTap={props.onBill} icon={Printer} />
        {hasChosen ? (
          <Small label={t('line.moveShort')} isOff={isDown || props.hasUnsent} onTap={props.onMove} icon={MoveRight} />
        ) : (
          <Small label={t('line.discount')} isOff={!check || isDown || leftToTake === 0} onTap={props.onDiscount} icon={BadgePercent} />
        )}
      </div>
      <div className="hand flex gap-2">
        <Button className="h-16 flex-1 leading-tight" disabled={!canClose || act.isPending} onClick={end}>
          <DoorClosed aria-hidden size={20} className="shrink-0 @max-[19.5rem]:hidden" /> {t('close.table')}
        </Button>
        <Button
          look="main"
          className="h-16 flex-1 flex-wrap content-center gap-x-2! gap-y-0! text-lg!"
          disabled={!check || (hasChosen ? props.chosenCents === 0 : leftToTake === 0)}
          onClick={hasChosen ? props.onPaySelected : props.onPayAll}
        >
          {t(hasChosen ? 'pay.selected' : 'pay.all')}
          <Money cents={hasChosen ? props.chosenCents : leftToTake} />
        </Button>
      </div>
      <p className="flex h-[2.4rem] items-center text-sm leading-tight text-text-2" role="status">
        <span className="line-clamp-2">{why}</span>
      </p>
    </div>
  )
}

function Small({ label, isOff, onTap, icon: Icon }: { label: string; isOff: boolean; onTap: () => void; icon: typeof Divide }) {
  return (
    <Button className="min-w-0 flex-1 gap-1! px-1! text-sm!" disabled={isOff} onClick={onTap}>
      <Icon aria-hidden size={18} className="shrink-0 @max-[19.5rem]:hidden" /> <span className="min-w-0 hyphens-auto">{label}</span>
    </Button>
  )
}
