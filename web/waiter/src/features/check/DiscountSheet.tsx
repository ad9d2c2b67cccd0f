import { useT } from '@pos/shared/i18n/translate'
import { fromTyped, toWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { NumberPad } from '@pos/shared/ui/NumberPad'
import { Sheet } from '@pos/shared/ui/Sheet'
import { useState } from 'react'

/** What houses give most, percent. */
const USUAL = ['5', '10', '15', '20', '50']

/** A percentage or an amount; one of the two. */
export interface Off {
  percent: string | null
  amount: string | null
}

/** How much is taken off? The reason is asked next. */
export function DiscountSheet({ onOff, onClose }: { onOff: (off: Off) => void; onClose: () => void }) {
  const t = useT()
  const [isAmount, setAmount] = useState(false)
  if (isAmount) {
    return (
      <NumberPad
        title={t('line.discountAmount')}
        withPoint
        accept={(typed) => (fromTyped(typed) === null ? null : typed)}
        hint={() => '€'}
        enter={t('action.ok')}
        isReady={(typed) => (fromTyped(typed) ?? 0) > 0}
        onEnter={(typed) => onOff({ percent: null, amount: toWire(fromTyped(typed) ?? 0) })}
        onClose={onClose}
      />
    )
  }
  return (
    <Sheet title={t('line.discount')} onClose={onClose}>
      <div className="grid grid-cols-3 gap-2">
        {USUAL.map((percent) => (
          <Button key={percent} className="h-14 text-xl!" onClick={() => onOff({ percent, amount: null })}>
            {percent}%
          </Button>
        ))}
        <Button className="h-14" onClick={() => setAmount(true)}>
          {t('line.amount')}
        </Button>
      </div>
    </Sheet>
  )
}
