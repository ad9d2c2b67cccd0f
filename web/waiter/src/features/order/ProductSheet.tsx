import type { Product } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Sheet } from '@pos/shared/ui/Sheet'
import { Ban, RotateCcw } from 'lucide-react'

interface Props {
  product: Product
  isBusy: boolean
  onSay: (isOut: boolean) => void
  onClose: () => void
}

/** What a waiter may say about a dish as such: that it is out for today, or there after all. */
export function ProductSheet({ product, isBusy, onSay, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  return (
    <Sheet title={named(product)} onClose={onClose}>
      <p className="pb-3 text-text-2">{t(product.is_available ? 'menu.outWhy' : 'menu.isOut')}</p>
      {product.is_available ? (
        <Button look="danger" className="w-full" disabled={isBusy} onClick={() => onSay(true)}>
          <Ban aria-hidden size={20} /> {t('menu.sayOut')}
        </Button>
      ) : (
        <Button look="main" className="w-full" disabled={isBusy} onClick={() => onSay(false)}>
          <RotateCcw aria-hidden size={20} /> {t('menu.sayBack')}
        </Button>
      )}
    </Sheet>
  )
}
