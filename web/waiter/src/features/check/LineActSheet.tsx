import type { CheckLine, Item } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { type Milli, quantityFromWire, quantityText, quantityToWire } from '@pos/shared/quantity'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { Sheet } from '@pos/shared/ui/Sheet'
import { BadgePercent, Gift, MoveRight, PenLine, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { partCents } from './selection'

/** What can be asked of one line. */
export type LineAct = 'change' | 'comp' | 'discount' | 'void' | 'move' | 'charge-again'

interface Props {
  item: Item
  line: CheckLine
  /** Why nothing but paying is possible now; '' when all is. */
  why: string
  onChoose: (quantity: Milli) => void
  onAct: (act: LineAct, quantity: string | null) => void
  onClose: () => void
}

/** One line of the check: how much of it is meant ("1 of 3"), and what is to be done with so much. */
export function LineActSheet({ item, line, why, onChoose, onAct, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const left = quantityFromWire(line.unpaid_quantity)
  const [quantity, setQuantity] = useState(left)
  const isAll = quantity === left
  const partial = isAll ? null : quantityToWire(quantity)
  const words = isAll ? '' : ` · ${quantityText(quantity, language)}`
  const isUntouched = line.paid_quantity === '0'
  const isLowered = line.is_comped || fromWire(line.discount) > 0
  return (
    <Sheet title={named(item)} onClose={onClose}>
      {left > 0 && (
        <>
          {left > 1000 && (
            <div role="group" aria-label={t('line.howMany')} className="flex flex-wrap gap-2 pb-3">
              {portions(left).map((one) => (
                <Button
                  key={one}
                  aria-pressed={one === quantity}
                  className="min-w-14 text-xl! tabular-nums aria-pressed:border-transparent aria-pressed:bg-text aria-pressed:text-bg"
                  onClick={() => setQuantity(one)}
                >
                  {quantityText(one, language)}
                </Button>
              ))}
            </div>
          )}
          <Button look="main" className="mb-2 w-full" onClick={() => onChoose(quantity)}>
            {t('line.choose', { n: quantityText(quantity, language), all: quantityText(left, language) })}{' '}
            <Money cents={partCents(line, quantity)} />
          </Button>
        </>
      )}
      <div className="flex flex-col gap-2">
        {left > 0 && (
          <Button disabled={why !== ''} onClick={() => onAct('change', partial)}>
            <PenLine aria-hidden size={20} /> {t('line.change')}
            {words}
          </Button>
        )}
        {left > 0 && !line.is_comped && (
          <Button disabled={why !== ''} onClick={() => onAct('comp', partial)}>
            <Gift aria-hidden size={20} /> {t('line.comp')}
            {words}
          </Button>
        )}
        {left > 0 && !line.is_comped && isAll && (
          <Button disabled={why !== ''} onClick={() => onAct('discount', null)}>
            <BadgePercent aria-hidden size={20} /> {t('line.discount')}
          </Button>
        )}
        {isLowered && isUntouched && (
          <Button disabled={why !== ''} onClick={() => onAct('charge-again', null)}>
            <RotateCcw aria-hidden size={20} /> {t('line.chargeAgain')}
          </Button>
        )}
        {left > 0 && (
          <Button disabled={why !== ''} onClick={() => onAct('move', partial)}>
            <MoveRight aria-hidden size={20} /> {t('line.move')}
            {words}
          </Button>
        )}
        {left > 0 && (
          <Button look="danger" disabled={why !== ''} onClick={() => onAct('void', partial)}>
            <Trash2 aria-hidden size={20} /> {t('line.void')}
            {words}
          </Button>
        )}
        {left === 0 && <p className="text-text-2">{t('line.isPaid')}</p>}
        {why !== '' && <p className="text-text-2">{why}</p>}
      </div>
    </Sheet>
  )
}

/** Keys for "1, 2, 3 …" and for all of it; a dozen at most. */
function portions(left: Milli): Milli[] {
  const whole = Array.from({ length: Math.min(11, Math.floor(left / 1000)) }, (_, place) => (place + 1) * 1000)
  return whole.includes(left) ? whole : [...whole, left]
}
