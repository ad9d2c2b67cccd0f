import type { Product } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { MAX_QUANTITY, type Milli, quantityFromTyped, quantityTyped } from '@pos/shared/quantity'
import { NumberPad } from '@pos/shared/ui/NumberPad'

interface Props {
  product: Product
  quantity: Milli | null
  onSet: (quantity: Milli) => void
  onClose: () => void
}

/** A quantity as it is read off the scale, with a comma: `0,450`. */
export function WeightPad({ product, quantity, onSet, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  return (
    <NumberPad
      title={named(product)}
      start={quantity === null ? '' : quantityTyped(quantity)}
      withPoint
      accept={(typed) => (quantityFromTyped(typed) === null ? null : typed)}
      hint={() => t(product.unit === 'l' ? 'unit.ask.l' : 'unit.ask.kg')}
      enter={t('action.ok')}
      isReady={(typed) => isSellable(quantityFromTyped(typed))}
      onEnter={(typed) => {
        onSet(quantityFromTyped(typed) ?? 0)
        onClose()
      }}
      onClose={onClose}
    />
  )
}

function isSellable(quantity: Milli | null): boolean {
  return quantity !== null && quantity > 0 && quantity <= MAX_QUANTITY
}
