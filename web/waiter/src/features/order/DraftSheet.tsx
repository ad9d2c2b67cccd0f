import type { Product } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { quantityText } from '@pos/shared/quantity'
import { Money } from '@pos/shared/ui/Money'
import { Sheet } from '@pos/shared/ui/Sheet'

import type { Draft } from './draft'
import { faultOf } from './fault'
import { lineWords } from './line-words'
import { lineCents } from './price'

interface Props {
  title: string
  draft: Draft
  products: ReadonlyMap<number, Product>
  onPick: (lineId: number) => void
  onClose: () => void
}

/** Everything that the next Send would take, line by line; a tap opens the line. */
export function DraftSheet({ title, draft, products, onPick, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  return (
    <Sheet title={title} onClose={onClose}>
      <ul className="flex flex-col gap-2">
        {draft.lines.map((line) => {
          const product = products.get(line.productId)
          const fault = faultOf(line, product)
          const words = lineWords(line, product, named)
          return (
            <li key={line.id}>
              <button
                type="button"
                onClick={() => onPick(line.id)}
                className={`flex min-h-14 w-full items-center gap-3 rounded-md border bg-surface px-3 py-2 text-left ${fault ? 'border-2 border-problem' : 'border-border'}`}
              >
                <b className="min-w-6 text-xl tabular-nums">{quantityText(line.quantity, language)}</b>
                <span className="min-w-0 flex-1 leading-tight">
                  <span className="block text-lg break-words">{product ? named(product) : line.name}</span>
                  {words && <span className="block text-sm text-text-2">{words}</span>}
                  {fault && (
                    <span className="block text-sm font-semibold text-problem">
                      {fault.kind === 'choice' ? t('order.choose', { name: named(fault.set) }) : t('order.lineSoldOut')}
                    </span>
                  )}
                </span>
                <Money cents={lineCents(line, product)} />
              </button>
            </li>
          )
        })}
      </ul>
    </Sheet>
  )
}
