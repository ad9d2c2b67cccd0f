import type { TableOrder } from '@pos/shared/api/shapes'
import { minutesSince, useNow } from '@pos/shared/house/clock'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { ArrowLeft, EllipsisVertical } from 'lucide-react'

interface Props {
  label: string
  order: TableOrder | null
  onBack: () => void
  onMenu: () => void
}

/** Whose check this is, its total, and how long they have been sitting. */
export function CheckHeader({ label, order, onBack, onMenu }: Props) {
  const t = useT()
  const now = useNow()
  return (
    <header className="@container flex h-13 shrink-0 items-center gap-1 border-b border-surface-2 px-1">
      <Button look="quiet" aria-label={t('action.backToOrder')} onClick={onBack}>
        <ArrowLeft aria-hidden />
      </Button>
      <h1 tabIndex={-1} className="relative min-w-0 flex-1 truncate text-2xl font-bold">
        <span className="sr-only">{t('check.title')} · </span>
        <span className="@max-[18rem]:sr-only">{t('tile.table')} </span>
        {label}
      </h1>
      {order && (
        <p className="shrink-0 pr-1 text-right leading-none">
          <Money cents={fromWire(order.total)} className="block text-lg leading-none font-semibold" />
          <span className="block text-sm leading-none text-text-2">{t('check.openFor', { n: minutesSince(order.opened_at, now) })}</span>
        </p>
      )}
      <Button look="quiet" aria-label={t('table.menu')} onClick={onMenu}>
        <EllipsisVertical aria-hidden size={22} />
      </Button>
    </header>
  )
}
