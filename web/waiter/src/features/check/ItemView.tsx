import type { Item } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { quantityFromWire, quantityText } from '@pos/shared/quantity'
import { Money } from '@pos/shared/ui/Money'
import { PrinterX } from 'lucide-react'

/** A line as it was sold: quantity, dish, how it was wanted, price; and that no printer reads it, when none does. */
export function ItemView({ item }: { item: Item }) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const words = [
    ...item.choices.map(named),
    ...item.removed.map((one) => `−${named(one)}`),
    ...item.options.map((one) => `+${named(one)}`),
    ...(item.note ? [`«${item.note}»`] : []),
  ].join(' · ')
  const isVoid = item.status === 'void'
  return (
    <li className="flex items-baseline gap-2 py-1.5">
      <b className="min-w-5 tabular-nums">{quantityText(quantityFromWire(item.quantity), language)}</b>
      <span className="min-w-0 flex-1 leading-tight">
        <span className={`break-words ${isVoid ? 'text-text-2 line-through' : ''}`}>{named(item)}</span>
        {words && <span className="block text-sm text-text-2">{words}</span>}
        {item.zone_ids.length === 0 && (
          <span className="flex items-center gap-1 text-sm text-text-2">
            <PrinterX aria-hidden size={16} /> {t('check.noPrinter')}
          </span>
        )}
        {item.status !== 'fired' && <span className="block text-sm text-text-2">{t(`item.${item.status}`)}</span>}
      </span>
      <Money cents={fromWire(item.line_total)} className={isVoid ? 'text-text-2 line-through' : ''} />
    </li>
  )
}
