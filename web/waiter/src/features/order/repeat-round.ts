import type { Item, Order, Product } from '@pos/shared/api/shapes'
import { quantityFromWire } from '@pos/shared/quantity'

import type { DraftLine } from './draft'

/**
 * The last round once more, as lines of a draft. Sold extras are found on today's menu by name; a dish that is out
 * today, or was taken back, is left out.
 */
export function repeatOfLastRound(order: Order, products: ReadonlyMap<number, Product>): Omit<DraftLine, 'id'>[] {
  const last = order.rounds.at(-1)
  if (!last) return []
  return last.items.flatMap((item) => {
    const product = products.get(item.product_id)
    return product?.is_available && item.status !== 'void' ? [asSold(item, product)] : []
  })
}

/** A line as it was sold, in today's menu's terms; of a dish that left the menu only the note is known. */
export function asSold(item: Item, product: Product | undefined): Omit<DraftLine, 'id'> {
  const choices = product?.preference_sets.flatMap((set) => set.choices) ?? []
  return {
    productId: item.product_id,
    name: product?.name ?? item.name,
    quantity: quantityFromWire(item.quantity),
    optionIds: sameNames(product?.options ?? [], item.options),
    removedIds: sameNames(product?.ingredients ?? [], item.removed),
    choiceIds: sameNames(choices, item.choices),
    note: item.note,
    course: item.course === product?.course ? null : item.course,
    hold: false,
  }
}

function sameNames(offered: { id: number; name: string }[], sold: { name: string }[]): number[] {
  const names = new Set(sold.map((one) => one.name))
  return offered.filter((one) => names.has(one.name)).map((one) => one.id)
}
