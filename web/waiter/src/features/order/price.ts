import type { Product } from '@pos/shared/api/shapes'
import { type Cents, fromWire, times } from '@pos/shared/money'

import type { Draft, DraftLine } from './draft'

/** One unit with what was chosen, as the box will price it; a dish that left the menu counts nothing. */
export function unitCents(line: DraftLine, product: Product | undefined): Cents {
  if (!product) return 0
  const extras = [
    ...product.options.filter((option) => line.optionIds.includes(option.id)).map((option) => option.extra_cost),
    ...product.ingredients.filter((one) => line.removedIds.includes(one.id)).map((one) => one.extra_cost),
    ...product.preference_sets.flatMap((set) =>
      set.choices.filter((choice) => line.choiceIds.includes(choice.id)).map((choice) => choice.price_delta),
    ),
  ]
  return Math.max(0, extras.reduce((sum, extra) => sum + fromWire(extra), fromWire(product.base_price)))
}

/** A line, rounded once. */
export function lineCents(line: DraftLine, product: Product | undefined): Cents {
  return times(unitCents(line, product), line.quantity)
}

/** The whole draft. What the guest pays is what the box answers; this is for the button. */
export function draftCents(draft: Draft, products: ReadonlyMap<number, Product>): Cents {
  return draft.lines.reduce((sum, line) => sum + lineCents(line, products.get(line.productId)), 0)
}
