import type { Check, Tender } from '@pos/shared/api/shapes'
import { useCheck } from '@pos/shared/house/order'
import { useT } from '@pos/shared/i18n/translate'
import { type Cents, fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { Sheet } from '@pos/shared/ui/Sheet'
import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'

import { TenderButtons } from './PaySheet'

/** Most people that a check is divided for, by the API. */
const MOST = 50

interface Props {
  check: Check
  /** A payment of this table is still under way: the next part is known when it is recorded. */
  isWaiting: boolean
  onPay: (cents: Cents, tender: Tender) => void
  onClose: () => void
}

/** What is left, in equal parts: each tap on a tender takes one, and one guest less is left. */
export function SplitSheet({ check, isWaiting, onPay, onClose }: Props) {
  const t = useT()
  const [people, setPeople] = useState(Math.min(MOST, Math.max(2, check.covers ?? 2)))
  const [takenOf, setTakenOf] = useState<number | null>(null)
  const divided = useCheck(check.order_id, people)
  // one part for each check: a second tap must not take the same part again before the first is recorded
  const isRecorded = takenOf !== check.rev && !isWaiting
  const isCurrent = divided.data?.rev === check.rev && isRecorded
  const part = divided.data?.parts[0]
  return (
    <Sheet title={t('pay.split')} onClose={onClose}>
      <div className="flex items-center justify-center gap-4">
        <Button aria-label={t('pay.fewer')} disabled={people <= 1} onClick={() => setPeople(people - 1)}>
          <Minus aria-hidden />
        </Button>
        <output aria-label={t('pay.people')} className="min-w-12 text-center text-3xl font-bold tabular-nums">
          {people}
        </output>
        <Button aria-label={t('pay.morePeople')} disabled={people >= MOST} onClick={() => setPeople(people + 1)}>
          <Plus aria-hidden />
        </Button>
      </div>
      <p className="min-h-10 py-2 text-center text-2xl font-bold" role="status">
        {isCurrent && part !== undefined ? (
          <>
            <Money cents={fromWire(part)} /> <span className="text-base font-normal">{t('pay.each')}</span>
          </>
        ) : (
          <span className="text-base font-normal text-text-2">{t(isRecorded ? 'loading.now' : 'pay.waitsForLast')}</span>
        )}
      </p>
      <TenderButtons
        disabled={!isCurrent || part === undefined}
        onPay={(tender) => {
          setTakenOf(check.rev)
          onPay(fromWire(part ?? '0.00'), tender)
          if (people > 1) setPeople(people - 1)
          else onClose()
        }}
      />
    </Sheet>
  )
}
