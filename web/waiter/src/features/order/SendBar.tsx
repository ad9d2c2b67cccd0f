import { useT } from '@pos/shared/i18n/translate'
import type { Cents } from '@pos/shared/money'
import { Money } from '@pos/shared/ui/Money'
import { ListOrdered, SendHorizontal } from 'lucide-react'

interface Props {
  /** Portions in the draft. */
  items: number
  totalCents: Cents
  onList: () => void
  onSend: () => void
}

/** From here on an amount needs the place of the icon. */
const FOUR_DIGITS: Cents = 100_000

/**
 * The draft's list at the left, Send at the right; 64 px high, always in the same place. The amount has all the room that
 * the word leaves, beside it or below it, so that nothing moves when it changes.
 */
export function SendBar({ items, totalCents, onList, onSend }: Props) {
  const t = useT()
  const isEmpty = items === 0
  return (
    <div className="hand flex shrink-0 gap-2 px-3 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <button
        type="button"
        disabled={isEmpty}
        onClick={onList}
        className="flex h-16 w-28 shrink-0 items-center gap-2 rounded-md border border-border bg-surface px-2 leading-tight tabular-nums disabled:text-text-2"
      >
        <ListOrdered aria-hidden size={20} />
        {t('order.items', { n: items })}
      </button>
      <button
        type="button"
        disabled={isEmpty}
        onClick={onSend}
        className="@container h-16 min-w-0 flex-1 rounded-md bg-accent px-2 text-xl leading-tight font-bold text-on-accent active:opacity-80 disabled:bg-surface-2 disabled:text-text-2"
      >
        <span className="flex flex-col items-center justify-center gap-x-2 @min-[12rem]:flex-row">
          <span className="flex shrink-0 items-center gap-2">
            {totalCents < FOUR_DIGITS && <SendHorizontal aria-hidden size={20} />}
            {t('order.send')}
          </span>
          <Money
            cents={totalCents}
            digits={3}
            className="w-full text-center @min-[12rem]:w-0 @min-[12rem]:flex-1 @min-[12rem]:text-right"
          />
        </span>
      </button>
    </div>
  )
}
