import { errorSentence } from '@pos/shared/api/problems'
import type { Item } from '@pos/shared/api/shapes'
import { useMenu } from '@pos/shared/house/menu'
import { useOrderAct } from '@pos/shared/house/order-acts'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { quantityFromWire } from '@pos/shared/quantity'
import { Button } from '@pos/shared/ui/Button'
import { Sheet } from '@pos/shared/ui/Sheet'
import { snack } from '@pos/shared/ui/Snackbar'
import { useState } from 'react'

import { append, EMPTY } from './draft'
import { faultOf } from './fault'
import { HowItIsMade, NoteField } from './HowItIsMade'
import { unitCents } from './price'
import { asSold } from './repeat-round'

interface Props {
  orderId: number
  item: Item
  /** So much of it; null for all. */
  quantity: string | null
  rev: number
  onClose: () => void
}

/** A line that was sent, to be made another way: the zones that were told of it read "was ... now ...". */
export function ChangeSheet({ orderId, item, quantity, rev, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  const act = useOrderAct()
  const product = useMenu().data?.products.find((one) => one.id === item.product_id)
  const [before] = useState(() => append(EMPTY, [asSold(item, product)]))
  const [draft, setDraft] = useState(before)
  const [was] = before.lines
  const [line] = draft.lines
  if (!was || !line) return null
  const isMade = (one: typeof line) => JSON.stringify([one.choiceIds.toSorted(), one.removedIds.toSorted()])
  const isSame = isMade(line) === isMade(was) && line.note === was.note
  const isDearer = unitCents(line, product) !== unitCents(was, product)
  const send = () => {
    const made = isMade(line) === isMade(was) ? null : line
    act.mutate(
      {
        orderId,
        what: {
          act: 'change',
          itemId: item.id,
          quantity,
          note: line.note === was.note ? null : line.note,
          removedIds: made && made.removedIds,
          choiceIds: made && made.choiceIds,
          rev,
        },
      },
      {
        onSuccess: () => {
          snack(t('change.sent'))
          onClose()
        },
      },
    )
  }
  const count = quantity ?? item.quantity
  return (
    <Sheet
      title={`${t('line.change')}: ${quantityFromWire(count) === 1000 ? '' : `${count} `}${named(item)}`}
      onClose={onClose}
      footer={
        <Button look="main" className="w-full" disabled={isSame || isDearer || !!faultOf(line, product) || act.isPending} onClick={send}>
          {t('change.send')}
        </Button>
      }
    >
      {product && <HowItIsMade line={line} product={product} onChange={(step) => setDraft(step)} />}
      <NoteField line={line} onChange={(step) => setDraft(step)} />
      <p role="status" className={`min-h-12 py-2 ${act.isError || isDearer ? 'font-semibold text-problem' : 'text-text-2'}`}>
        {act.isError ? errorSentence(t, act.error) : isDearer ? t('problem.changes-price') : t('change.hint')}
      </p>
    </Sheet>
  )
}
