import { useReach } from '@pos/shared/api/reach'
import type { Check, Item, Order, Payment, Printer, Tender } from '@pos/shared/api/shapes'
import { useCourses } from '@pos/shared/house/menu'
import type { LinePart, OrderAct } from '@pos/shared/house/order-acts'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { type Cents, fromWire, moneyText } from '@pos/shared/money'
import type { Job } from '@pos/shared/outbox/job'
import { useLanguageState } from '@pos/shared/i18n/language'
import { quantityToWire } from '@pos/shared/quantity'
import { snack } from '@pos/shared/ui/Snackbar'
import { useState } from 'react'

import { ApprovalSheet } from './ApprovalSheet'
import { BillSheet } from './BillSheet'
import { CheckBar } from './CheckBar'
import { DiscountSheet, type Off } from './DiscountSheet'
import { HeldLines } from './HeldLines'
import { ItemView } from './ItemView'
import { type LineAct, LineActSheet } from './LineActSheet'
import { PaymentList } from './PaymentList'
import { PaySheet } from './PaySheet'
import { ReasonSheet } from './ReasonSheet'
import { RoundView } from './RoundView'
import { choose, everything, NONE, payAmountBody, payBody, selectedCents, type Selection, stillUnpaid, toggle, unpaidOf } from './selection'
import { sendPayment } from './send-payment'
import { SplitSheet } from './SplitSheet'
import { UnsentJob } from './UnsentJob'
import { useGuardedAct } from './use-guarded-act'

interface Props {
  order: Order
  /** Undefined until it was read once; then lines can be chosen. */
  check: Check | undefined
  printers: readonly Printer[]
  unsent: readonly Job[]
  onMoveLines: (lines: LinePart[], rev: number) => void
  onChangeLine: (item: Item, quantity: string | null, rev: number) => void
  onClosed: () => void
}

/** An act that still needs its reason. */
type Unreasoned = (reason: string) => OrderAct

type Open =
  | { sheet: 'pay' | 'pay-all' | 'split' | 'bill' | 'discount' }
  | { sheet: 'line'; itemId: number }
  | { sheet: 'line-discount'; itemId: number }
  | { sheet: 'reason'; title: string; usual: string[]; act: Unreasoned }
  | null

/** The check once the order is known. */
export function CheckDesk({ order, check, printers, unsent, onMoveLines, onChangeLine, onClosed }: Props) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const courses = useCourses().data ?? []
  const isDown = useReach((reach) => reach.state === 'down')
  const [picked, setPicked] = useState<Selection>(NONE)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const guarded = useGuardedAct(order.id, close)
  const chosen = check ? stillUnpaid(picked, check) : NONE
  const lineOf = (item: Item) => check?.lines.find((line) => line.item_id === item.id)
  const items = order.rounds.flatMap((round) => round.items)
  const payments = unsent.filter((job) => job.command.kind === 'pay')
  const why = isDown ? t('table.needsBox') : unsent.length > 0 ? t('table.needsRounds') : ''
  const rev = check?.rev ?? order.rev

  const pay = async (selection: Selection | null, body: (of: Check) => ReturnType<typeof payBody>, cents: Cents) => {
    if (!check) return
    const asked = body(check)
    // what names a revision can't wait: whatever leaves the phone before it makes another one
    if (asked.rev !== undefined && (isDown || unsent.length > 0)) return snack(t('pay.partsNeedBox'))
    try {
      await sendPayment(order, check, selection, asked, cents)
      snack(t(isDown ? 'pay.kept' : 'pay.done', { amount: moneyText(cents, language) }))
      setPicked(NONE)
    } catch {
      snack(t('order.notStored'))
    }
  }
  const paySelected = (selection: Selection) => (tender: Tender) => {
    close()
    if (check) void pay(selection, (of) => payBody(selection, of, tender), selectedCents(selection, check))
  }
  const askReason = (title: string, usual: string[], act: Unreasoned) => setOpen({ sheet: 'reason', title, usual, act })
  const discount = (itemId: number | null, { percent, amount }: Off) =>
    askReason(t('line.discount'), compReasons(), (reason) => ({ act: 'discount', itemId, percent, amount, reason, rev }))
  const takeBack = (payment: Payment) =>
    askReason(t('pay.takeBack'), [t('reason.pay.wrong'), t('reason.pay.tender')], (reason) => ({
      act: 'take-back',
      paymentId: payment.id,
      reason,
      rev,
    }))

  const actOnLine = (item: Item, act: LineAct, quantity: string | null) => {
    const itemId = item.id
    if (act === 'discount') return setOpen({ sheet: 'line-discount', itemId })
    if (act === 'change') {
      close()
      return onChangeLine(item, quantity, rev)
    }
    if (act === 'move') {
      close()
      return onMoveLines([{ item_id: itemId, quantity }], rev)
    }
    const name = `${quantity ?? ''} ${named(item)}`.trim()
    if (act === 'comp') {
      return askReason(`${t('line.comp')}: ${name}`, compReasons(), (reason) => ({ act, itemId, quantity, reason, rev }))
    }
    if (act === 'void') {
      const usual = [t('reason.void.mistake'), t('reason.void.guest'), t('reason.void.out'), t('reason.void.wrong')]
      return askReason(`${t('line.void')}: ${name}`, usual, (reason) => ({ act, itemId, quantity, reason, rev }))
    }
    return askReason(`${t('line.chargeAgain')}: ${name}`, [t('reason.charge.mistake')], (reason) => ({
      act,
      itemIds: [itemId],
      reason,
      rev,
    }))
  }

  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto overscroll-contain px-3 py-3">
        <HeldLines order={order} unsent={unsent} />
        {order.rounds.map((round) => (
          <RoundView key={round.id} round={round} printers={printers}>
            {(item) => (
              <ItemView
                key={item.id}
                item={item}
                line={lineOf(item)}
                courses={courses}
                chosen={chosen.get(item.id) ?? 0}
                onToggle={() => {
                  const line = lineOf(item)
                  if (line) setPicked(toggle(chosen, line))
                }}
                onMore={() => setOpen({ sheet: 'line', itemId: item.id })}
              />
            )}
          </RoundView>
        ))}
        {unsent.map((job) => (
          <UnsentJob key={job.id} job={job} />
        ))}
        {check && <PaymentList check={check} onTakeBack={takeBack} />}
      </div>
      <CheckBar
        order={order}
        check={check}
        chosenCents={check ? selectedCents(chosen, check) : 0}
        hasChosen={chosen.size > 0}
        isDown={isDown}
        hasUnsent={unsent.length > 0}
        payingCents={payments.reduce((sum, job) => sum + job.shown.totalCents, 0)}
        onPaySelected={() => setOpen({ sheet: 'pay' })}
        onPayAll={() => setOpen({ sheet: 'pay-all' })}
        onSplit={() => setOpen({ sheet: 'split' })}
        onBill={() => setOpen({ sheet: 'bill' })}
        onDiscount={() => setOpen({ sheet: 'discount' })}
        onMove={() => check && onMoveLines(parts(chosen, check), rev)}
        onClosed={onClosed}
      />
      {check && open && sheets(check, open)}
      {guarded.asks && (
        <ApprovalSheet what={t(`approve.${guarded.asks.act as Asked}`)} onApproved={guarded.approve} onClose={guarded.drop} />
      )}
    </>
  )

  function sheets(of: Check, shown: NonNullable<Open>) {
    switch (shown.sheet) {
      case 'pay':
        return <PaySheet cents={selectedCents(chosen, of)} onPay={paySelected(chosen)} onClose={close} />
      case 'pay-all':
        return <PaySheet cents={fromWire(of.unpaid_total)} onPay={paySelected(everything(of))} onClose={close} />
      case 'split':
        return (
          <SplitSheet
            check={of}
            isWaiting={payments.length > 0}
            onPay={(cents, tender) => void pay(null, (now) => payAmountBody(cents, now, tender), cents)}
            onClose={close}
          />
        )
      case 'bill':
        return <BillSheet check={of} itemIds={[...chosen.keys()]} onClose={close} />
      case 'discount':
        return <DiscountSheet onOff={(off) => discount(null, off)} onClose={close} />
      case 'line-discount':
        return <DiscountSheet onOff={(off) => discount(shown.itemId, off)} onClose={close} />
      case 'reason':
        return (
          <ReasonSheet
            title={shown.title}
            usual={shown.usual}
            act={t('reason.go')}
            isBusy={guarded.isBusy}
            error={guarded.error}
            onReason={(reason) => guarded.run(shown.act(reason))}
            onClose={() => {
              guarded.drop()
              close()
            }}
          />
        )
      case 'line': {
        const item = items.find((one) => one.id === shown.itemId)
        const line = item && lineOf(item)
        if (!item || !line) return null
        return (
          <LineActSheet
            item={item}
            line={line}
            why={why}
            onChoose={(quantity) => {
              setPicked(choose(chosen, line, quantity))
              close()
            }}
            onAct={(act, quantity) => actOnLine(item, act, quantity)}
            onClose={close}
          />
        )
      }
    }
  }

  function compReasons(): string[] {
    return [t('reason.comp.house'), t('reason.comp.late'), t('reason.comp.mistake'), t('reason.comp.regular')]
  }
}

/** Acts that a house may keep for managers. */
type Asked = 'comp' | 'discount' | 'void' | 'charge-again' | 'take-back'

/** The choice as lines to move; a whole line is named without a quantity. */
function parts(chosen: Selection, check: Check): LinePart[] {
  return check.lines.flatMap((line) => {
    const quantity = chosen.get(line.item_id)
    if (quantity === undefined) return []
    const isWhole = quantity === unpaidOf(line) && line.paid_quantity === '0'
    return [{ item_id: line.item_id, quantity: isWhole ? null : quantityToWire(quantity) }]
  })
}
