import type { Order } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { type Cents, fromWire, moneyText, times } from '@pos/shared/money'
import { quantityFromWire, quantityText, quantityToWire } from '@pos/shared/quantity'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import {
  ArrowRightLeft,
  Ban,
  Check,
  Combine,
  Flame,
  Gift,
  History,
  Percent,
  Receipt,
  RotateCcw,
  Smartphone,
  Split,
  Trash2,
  UsersRound,
  Wallet,
} from 'lucide-react'
import { useState } from 'react'

import { PreBillDialog } from '../../house/PreBillDialog'
import { Fault } from '../../ui/Fault'
import { Menu, type MenuItem } from '../../ui/Menu'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { CoversDialog } from './CoversDialog'
import { DiscountDialog } from './DiscountDialog'
import { MoveDialog, type MoveKind } from './MoveDialog'
import { oneByOne, orderCalls, useOrderAct } from './order-acts'
import { PayDialog } from './PayDialog'
import type { Chosen } from './selection'

interface Props {
  order: Order
  chosen: readonly Chosen[]
  /** Something was done: nothing is chosen any more. */
  onDone: () => void
  onGo: (tableId: number) => void
  onTrail: () => void
}

type Asked = 'pay' | 'void' | 'comp' | 'discount' | 'charge' | 'preBill' | 'force' | 'cancel' | 'covers' | MoveKind

/** What a manager may do: with the chosen lines, and with the whole order. */
export function OrderActs({ order, chosen, onDone, onGo, onTrail }: Props) {
  const t = useT()
  const [asked, ask] = useState<Asked | null>(null)
  const done = () => {
    ask(null)
    onDone()
  }
  const act = useOrderAct(done)
  const language = useLanguageState((state) => state.language)
  const words = useChosenWords(chosen)
  const chosenCents = chosen.reduce((sum, one) => sum + partDue(one), 0)
  const unpaid = fromWire(order.unpaid_total)
  const isAnything = order.rounds.some((round) => round.items.some((item) => item.status !== 'void'))
  const hasHeld = order.rounds.some((round) => round.items.some((item) => item.status === 'held'))
  const item = (label: string, icon: MenuItem['icon'], what: Asked, isDanger = false): MenuItem => ({ label, icon, isDanger, onChoose: () => ask(what) })

  const forChosen = [
    { key: 'floor.void', icon: Trash2, what: 'void' },
    { key: 'floor.comp', icon: Gift, what: 'comp' },
    { key: 'floor.discount', icon: Percent, what: 'discount' },
    { key: 'floor.moveLines', icon: Split, what: 'lines' },
  ] as const
  const more: MenuItem[] = [
    item(t('floor.move'), ArrowRightLeft, 'move'),
    item(t('floor.join'), Combine, 'join'),
    item(t('floor.discountAll'), Percent, 'discount'),
    item(t('floor.chargeAgain'), RotateCcw, 'charge'),
    item(t('floor.setCovers'), UsersRound, 'covers'),
    ...(hasHeld ? [{ label: t('floor.fireHeld'), icon: Flame, onChoose: () => act.mutate(() => orderCalls.fireHeld(order)) }] : []),
    { label: t('floor.openInWaiter'), icon: Smartphone, onChoose: () => location.assign(`/waiter/table/${order.table_id}`) },
    { label: t('floor.trail'), icon: History, onChoose: onTrail },
    ...(unpaid > 0 ? [item(t('floor.forceClose'), Check, 'force', true)] : []),
    item(t('floor.cancel'), Ban, 'cancel', true),
  ]
  const label = order.table_label
  const payments = fromWire(order.paid_total) > 0
  return (
    <div className="flex flex-col gap-2">
      <Fault error={asked === null ? act.error : null} />
      {chosen.length > 0 && (
        <div className="grid grid-cols-2 gap-2" role="group" aria-label={t('floor.chosen', { n: chosen.length })}>
          {forChosen.map(({ key, icon: Icon, what }) => (
            <Button key={key} onClick={() => ask(what)}>
              <Icon aria-hidden size={20} className="shrink-0" /> {t(key)}
            </Button>
          ))}
        </div>
      )}
      <div className="flex gap-2">
        {unpaid > 0 ? (
          <Button look="main" className="flex-1" onClick={() => ask('pay')}>
            <Wallet aria-hidden size={20} /> {t('floor.pay')} <Money cents={chosen.length > 0 ? chosenCents : unpaid} />
          </Button>
        ) : (
          <Button look="main" className="flex-1" disabled={act.isPending} onClick={() => act.mutate(() => orderCalls.close(order, null))}>
            <Check aria-hidden size={20} /> {t('floor.close')}
          </Button>
        )}
        <Button disabled={!isAnything} onClick={() => ask('preBill')}>
          <Receipt aria-hidden size={20} /> {t('floor.preBill')}
        </Button>
        <Menu label={t('floor.more')} items={more} />
      </div>

      {asked === 'pay' && <PayDialog order={order} chosen={chosen} chosenCents={chosenCents} onClose={done} />}
      {asked === 'discount' && <DiscountDialog order={order} chosen={chosen} onClose={done} />}
      {asked === 'preBill' && <PreBillDialog order={order} onClose={() => ask(null)} />}
      {asked === 'covers' && <CoversDialog order={order} onClose={() => ask(null)} />}
      {(asked === 'move' || asked === 'join' || asked === 'lines') && (
        <MoveDialog kind={asked} order={order} chosen={chosen} onMoved={onGo} onClose={done} />
      )}
      {asked === 'void' && (
        <ReasonDialog
          title={t('floor.voidTitle', { what: words, label })}
          action={t('floor.void')}
          usual={[t('reasonWord.mistake'), t('reasonWord.changedMind'), t('reasonWord.soldOut')]}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={(reason) =>
            act.mutate(() => oneByOne(order, chosen, (one, rev) => orderCalls.void(order, one.item.id, quantityToWire(one.quantity), reason, rev)))
          }
          onClose={() => ask(null)}
        >
          <p className="text-text-2">{t('floor.voidHint')}</p>
        </ReasonDialog>
      )}
      {asked === 'comp' && (
        <ReasonDialog
          title={t('floor.compTitle', { what: words, label })}
          action={t('floor.comp')}
          usual={[t('reasonWord.house'), t('reasonWord.waited'), t('reasonWord.regular')]}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={(reason) =>
            act.mutate(() => oneByOne(order, chosen, (one, rev) => orderCalls.comp(order, one.item.id, quantityToWire(one.quantity), reason, rev)))
          }
          onClose={() => ask(null)}
        />
      )}
      {asked === 'charge' && (
        <ReasonDialog
          title={t('floor.chargeTitle', { label })}
          action={t('floor.chargeAgain')}
          usual={[t('reasonWord.mistake')]}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={(reason) => act.mutate(() => orderCalls.chargeAgain(order, chosen.map((one) => one.item.id), reason))}
          onClose={() => ask(null)}
        />
      )}
      {asked === 'force' && (
        <ReasonDialog
          title={t('floor.forceTitle', { label, amount: moneyText(unpaid, language) })}
          action={t('floor.forceClose')}
          usual={[t('reasonWord.left'), t('reasonWord.otherSystem')]}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={(reason) => act.mutate(() => orderCalls.close(order, reason))}
          onClose={() => ask(null)}
        />
      )}
      {asked === 'cancel' && (
        <ReasonDialog
          title={t('floor.cancelTitle', { label, amount: moneyText(fromWire(order.total), language) })}
          action={t('floor.cancel')}
          usual={[t('reasonWord.mistake'), t('reasonWord.left')]}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={(reason) => act.mutate(() => orderCalls.cancel(order, reason, payments))}
          onClose={() => ask(null)}
        >
          <p className="text-text-2">{payments ? t('floor.cancelPaidHint') : t('floor.cancelHint')}</p>
        </ReasonDialog>
      )}
    </div>
  )
}

/** `2 Μουσακάς, 1 Μύθος`. */
function useChosenWords(chosen: readonly Chosen[]): string {
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  return chosen.map(({ item, quantity }) => `${quantityText(quantity, language)} ${named(item)}`).join(', ')
}

/** What so much of a line costs, discounts as they lie on the whole line. */
function partDue({ item, quantity }: Chosen): Cents {
  const all = quantityFromWire(item.quantity)
  const due = fromWire(item.due)
  if (quantity === all) return due
  return due === fromWire(item.line_total) ? times(fromWire(item.unit_price), quantity) : Math.round((due * quantity) / all)
}
