import { recall, remember } from '@pos/shared/app-name'
import type { Product } from '@pos/shared/api/shapes'

/** How many dishes the Quick page holds: about two thumbs' worth on a small phone. */
const QUICK = 12

/** This month's best sellers first, then the order of the menu. */
export function bestSellers(products: readonly Product[]): number[] {
  return products
    .toSorted((a, b) => b.sold_recently - a.sold_recently || a.sort_order - b.sort_order || a.id - b.id)
    .slice(0, QUICK)
    .map((product) => product.id)
}

/**
 * The Quick page of one day. Sales change with every round, but a dish keeps its place until tomorrow: a thumb
 * learns where the beer is. `today` is any name of the day.
 */
export function quickProducts(products: readonly Product[], today: string): Product[] {
  const kept = keptPage(today)
  const ids = kept ?? bestSellers(products)
  if (!kept) remember('quick', JSON.stringify({ day: today, ids }))
  const byId = new Map(products.map((product) => [product.id, product]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function keptPage(today: string): number[] | null {
  try {
    const kept: { day?: string; ids?: number[] } = JSON.parse(recall('quick') ?? '{}')
    return kept.day === today && kept.ids?.length ? kept.ids : null
  } catch {
    return null
  }
}
