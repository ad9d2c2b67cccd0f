import type { Product } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { quantityText } from '@pos/shared/quantity'
import { Money } from '@pos/shared/ui/Money'

interface Props {
  products: readonly Product[]
  /** Portions in the draft, by product id. */
  counts: ReadonlyMap<number, number>
  onTap: (product: Product) => void
  /** What to say when there is no product. */
  empty: string
}

/** Dishes stacked from the bottom up: the first is nearest to the thumb, a short page stays under it. */
export function ProductGrid({ products, counts, onTap, empty }: Props) {
  return (
    <div className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain px-3 py-2">
      {products.length === 0 && <p className="py-6 text-center text-text-2">{empty}</p>}
      <ul className="flex flex-wrap-reverse gap-2">
        {products.map((product) => (
          <li key={product.id} className="min-w-0 basis-[calc(50%-4px)] md:basis-[calc(25%-6px)]">
            <ProductTile product={product} count={counts.get(product.id) ?? 0} onTap={onTap} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function ProductTile({ product, count, onTap }: { product: Product; count: number; onTap: (product: Product) => void }) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const isOut = !product.is_available
  return (
    <button
      type="button"
      data-product={product.id}
      disabled={isOut}
      onClick={() => onTap(product)}
      className="flex h-full min-h-16 w-full flex-col justify-between gap-0.5 rounded-md border border-border bg-surface px-1.5 py-1.5 text-left leading-tight active:bg-surface-2 disabled:border-dashed disabled:bg-bg"
    >
      <span className={`w-full text-lg leading-tight wrap-anywhere hyphens-auto ${isOut ? 'text-text-2 line-through' : ''}`}>
        {named(product)}
      </span>
      <span className="flex min-h-6 w-full items-center justify-between gap-1 text-sm text-text-2">
        {isOut && <span>86 · {t('order.soldOut')}</span>}
        <b className={`min-w-6 rounded-sm px-1.5 text-center text-base ${count > 0 ? 'bg-accent text-on-accent' : ''}`}>
          {count > 0 && quantityText(count, language)}
        </b>
        <Money cents={fromWire(product.base_price)} />
      </span>
    </button>
  )
}
