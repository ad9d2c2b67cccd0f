import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Sheet } from '@pos/shared/ui/Sheet'

/** "That is a lot. Send it?", once. */
export function AskSheet({ items, onYes, onClose }: { items: number; onYes: () => void; onClose: () => void }) {
  const t = useT()
  return (
    <Sheet
      title={t('order.askMany', { n: items })}
      onClose={onClose}
      footer={
        <div className="flex gap-2">
          <Button className="flex-1" onClick={onClose}>
            {t('order.askNo')}
          </Button>
          <Button look="main" className="flex-1" onClick={onYes}>
            {t('order.askYes')}
          </Button>
        </div>
      }
    >
      <p>{t('order.askWhy')}</p>
    </Sheet>
  )
}
