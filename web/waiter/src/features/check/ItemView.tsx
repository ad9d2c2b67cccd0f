import type { CheckLine, Course, Item } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { type Milli, quantityFromWire, quantityText } from '@pos/shared/quantity'
import { Money } from '@pos/shared/ui/Money'
import { CircleCheck, Ellipsis, PrinterX, Square, SquareCheck, SquareMinus } from 'lucide-react'

interface Props {
  item: Item
  /** The line as money; undefined while the check is not known (then nothing can be chosen). */
  line: CheckLine | undefined
  courses: readonly Course[]
  /** How much of it is chosen to be paid. */
  chosen: Milli
  onToggle: () => void
  onMore: () => void
}

/** A line as it was sold: chosen or not, quantity, dish, how it was wanted, price, and what became of it. */
export function ItemView({ item, line, courses, chosen, onToggle, onMore }: Props) {
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
  const left = line ? quantityFromWire(line.unpaid_quantity) : 0
  const isOpen = !isVoid && left > 0
  const course = item.status === 'held' && courses.find((one) => one.number === item.course)
  const Box = chosen === 0 ? Square : chosen < left ? SquareMinus : SquareCheck
  const paid = quantityFromWire(item.paid_quantity)
  const isPart = chosen > 0 && chosen < left
  return (
    <li className={`flex items-stretch ${chosen > 0 ? '-mx-3 bg-surface-2 px-3' : ''}`} data-item={item.id} data-status={item.status}>
      <button
        type="button"
        aria-pressed={isOpen ? chosen > 0 : undefined}
        disabled={!isOpen}
        onClick={onToggle}
        className="flex min-h-12 min-w-0 flex-1 items-start gap-2 py-2 text-left leading-tight active:opacity-80"
      >
        {isOpen ? (
          <Box aria-hidden size={22} className={`shrink-0 ${chosen > 0 ? 'text-accent' : 'text-text-2'}`} />
        ) : (
          <CircleCheck aria-hidden size={22} className={`shrink-0 text-text-2 ${isVoid || !line ? 'invisible' : ''}`} />
        )}
        <b className="min-w-8 tabular-nums">
          {isPart && `${quantityText(chosen, language)}/`}
          {quantityText(isPart ? left : quantityFromWire(item.quantity), language)}
          {item.unit === 'kg' || item.unit === 'l' ? ` ${t(`unit.${item.unit}`)}` : ''}
        </b>
        <span className="min-w-0 flex-1">
          <span className={`break-words ${isVoid ? 'text-text-2 line-through' : ''}`}>{named(item)}</span>
          {words && <span className="block text-sm text-text-2">{words}</span>}
          {item.zone_ids.length === 0 && (
            <span className="flex items-center gap-1 text-sm text-text-2">
              <PrinterX aria-hidden size={16} /> {t('check.noPrinter')}
            </span>
          )}
          {item.status === 'held' && (
            <span className="block text-sm text-text-2">
              {t('item.held')}
              {course && ` · ${named(course)}`}
            </span>
          )}
          {isVoid && <span className="block text-sm text-text-2">{t('item.void')}</span>}
          {item.status === 'paid' && <span className="block text-sm text-text-2">{t('item.paid')}</span>}
          {item.is_comped && !isVoid && <span className="block text-sm text-text-2">{t('item.comped')}</span>}
          {isOpen && paid > 0 && (
            <span className="block text-sm text-text-2">
              {t('item.partPaid', { n: quantityText(paid, language), all: quantityText(quantityFromWire(item.quantity), language) })}
            </span>
          )}
        </span>
        <span className="text-right">
          <Money cents={fromWire(isVoid ? item.line_total : item.due)} className={isVoid ? 'text-text-2 line-through' : ''} />
          {!isVoid && item.due !== item.line_total && (
            <Money cents={fromWire(item.line_total)} className="block text-sm text-text-2 line-through" />
          )}
        </span>
      </button>
      <button
        type="button"
        aria-label={t('line.more', { name: named(item) })}
        disabled={isVoid || !line}
        onClick={onMore}
        className="-mr-2 flex w-12 shrink-0 items-start justify-center pt-2 disabled:invisible"
      >
        <Ellipsis aria-hidden size={22} />
      </button>
    </li>
  )
}
