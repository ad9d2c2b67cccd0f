import type { PreferenceSet, Product } from '@pos/shared/api/shapes'

import type { Draft, DraftLine } from './draft'

/** Why a line can't be sent yet. */
export type Fault = { kind: 'choice'; set: PreferenceSet } | { kind: 'sold-out' }

/** What is wrong with a line; null when nothing is. */
export function faultOf(line: DraftLine, product: Product | undefined): Fault | null {
  if (!product?.is_available) return { kind: 'sold-out' }
  const set = product.preference_sets.find(
    (one) => one.choices.filter((choice) => line.choiceIds.includes(choice.id)).length < leastOf(one),
  )
  return set ? { kind: 'choice', set } : null
}

/** The first line that Send must stop at. */
export function firstFault(draft: Draft, products: ReadonlyMap<number, Product>): { line: DraftLine; fault: Fault } | null {
  for (const line of draft.lines) {
    const fault = faultOf(line, products.get(line.productId))
    if (fault) return { line, fault }
  }
  return null
}

function leastOf(set: PreferenceSet): number {
  return set.is_required ? Math.max(1, set.min_choices) : set.min_choices
}
