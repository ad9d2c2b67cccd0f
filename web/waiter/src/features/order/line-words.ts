import type { Product } from '@pos/shared/api/shapes'
import { t } from '@pos/shared/i18n/translate'

import type { DraftLine } from './draft'

type Named = { name: string; name_en: string }

/** How a line differs from the dish as it comes: `μέτριο · −κρεμμύδι · +φέτα · «γρήγορα»`. */
export function lineWords(line: DraftLine, product: Product | undefined, named: (thing: Named) => string): string {
  const kept = line.hold ? [t('item.held')] : []
  if (!product) return [...kept, line.note].join(' · ')
  const choices = product.preference_sets.flatMap((set) => set.choices.filter((one) => line.choiceIds.includes(one.id)))
  const removed = product.ingredients.filter((one) => line.removedIds.includes(one.id))
  const options = product.options.filter((one) => line.optionIds.includes(one.id))
  return [
    ...kept,
    ...choices.map(named),
    ...removed.map((one) => `−${named(one)}`),
    ...options.map((one) => `+${named(one)}`),
    ...(line.note ? [`«${line.note}»`] : []),
  ].join(' · ')
}
