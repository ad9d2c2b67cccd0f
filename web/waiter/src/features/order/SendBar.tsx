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

/** The draft's list at the left, Send at the right; 64 px high, always in the same place. */
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
        className="flex h-16 min-w-0 flex-1 flex-wrap content-center items-center justify-center gap-x-3 rounded-md bg-accent px-2 text-xl leading-tight font-bold text-on-accent active:opacity-80 disabled:bg-surface-2 disabled:text-text-2"
      >
        <SendHorizontal aria-hidden />
        {t('order.send')}
        <Money cents={totalCents} className="min-w-[5.25rem] text-right" />
      </button>
    </div>
  )
}
