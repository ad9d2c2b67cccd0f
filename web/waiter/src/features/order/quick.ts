import type { Product } from '@pos/shared/api/shapes'

/** How many dishes the Quick page holds: about two thumbs' worth on a small phone. */
const QUICK = 12

/** This month's best sellers first, then the order of the menu. */
export function quickProducts(products: readonly Product[]): Product[] {
  return products.toSorted((a, b) => b.sold_recently - a.sold_recently || a.sort_order - b.sort_order || a.id - b.id).slice(0, QUICK)
}
