import type { Product } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { useLongPress } from '@pos/shared/long-press'
import { fromWire } from '@pos/shared/money'
import { quantityText } from '@pos/shared/quantity'
import { Money } from '@pos/shared/ui/Money'
import { memo, useLayoutEffect, useRef, useState } from 'react'

import { weightUnit } from './draft'

interface Props {
  products: readonly Product[]
  /** Portions in the draft, by product id. */
  counts: ReadonlyMap<number, number>
  onTap: (product: Product) => void
  /** A long press, or a tap on a dish that is out. */
  onMenu: (product: Product) => void
  /** What to say when there is no product. */
  empty: string
}

/** Dishes stacked from the bottom up: the first is nearest to the thumb, a short page stays under it. */
export function ProductGrid({ products, counts, onTap, onMenu, empty }: Props) {
  // a tap draws again the one tile whose count it changed: on a slow phone that is felt
  const newest = useRef({ onTap, onMenu })
  useLayoutEffect(() => {
    newest.current = { onTap, onMenu }
  })
  const [acts] = useState(() => ({
    onTap: (product: Product) => newest.current.onTap(product),
    onMenu: (product: Product) => newest.current.onMenu(product),
  }))
  return (
    <div className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain px-3 py-2">
      {products.length === 0 && <p className="py-6 text-center text-text-2">{empty}</p>}
      <ul className="flex flex-wrap-reverse gap-2">
        {products.map((product) => (
          <li key={product.id} className="min-w-0 basis-[calc(50%-4px)] md:basis-[calc(25%-6px)]">
            <ProductTile product={product} count={counts.get(product.id) ?? 0} {...acts} />
          </li>
        ))}
      </ul>
    </div>
  )
}

interface TileProps {
  product: Product
  count: number
  onTap: (product: Product) => void
  onMenu: (product: Product) => void
}

const ProductTile = memo(function ProductTile({ product, count, onTap, onMenu }: TileProps) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const isOut = !product.is_available
  const unit = weightUnit(product)
  const press = useLongPress(
    () => onMenu(product),
    () => (isOut ? onMenu : onTap)(product),
  )
  return (
    <button
      type="button"
      data-product={product.id}
      data-out={isOut || undefined}
      {...press}
      className="flex h-full min-h-16 w-full flex-col justify-between gap-0.5 rounded-md border border-border bg-surface px-1.5 py-1.5 text-left leading-tight [-webkit-touch-callout:none] select-none active:bg-surface-2 data-out:border-dashed data-out:bg-bg"
    >
      <span className={`w-full text-lg leading-tight wrap-anywhere hyphens-auto ${isOut ? 'text-text-2 line-through' : ''}`}>
        {named(product)}
      </span>
      <span className="flex min-h-6 w-full items-center justify-between gap-1 text-sm text-text-2">
        {isOut && <span>86 · {t('order.soldOut')}</span>}
        <b className={`min-w-6 rounded-sm px-1.5 text-center text-base ${count > 0 ? 'bg-accent text-on-accent' : ''}`}>
          {count > 0 && quantityText(count, language)}
        </b>
        <span>
          <Money cents={fromWire(product.base_price)} />
          {unit && `/${t(`unit.${unit}`)}`}
        </span>
      </span>
    </button>
  )
})
