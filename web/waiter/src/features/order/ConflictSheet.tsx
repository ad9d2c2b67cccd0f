import { useOrder } from '@pos/shared/house/order'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Sheet } from '@pos/shared/ui/Sheet'

interface Props {
  label: string
  /** The order that they were tapped for. */
  orderId: number
  /** Does another order stand on the table now? */
  isTaken: boolean
  onNew: () => void
  onDiscard: () => void
  onClose: () => void
}

/** The order that these lines were tapped for is not on the table any more: whom are they for? */
export function ConflictSheet({ label, orderId, isTaken, onNew, onDiscard, onClose }: Props) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const ended = useOrder(orderId).data
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (
    <Sheet
      title={t('conflict.title', { label })}
      onClose={onClose}
      footer={
        <div className="flex flex-wrap gap-2">
          <Button look="danger" className="grow" onClick={onDiscard}>
            {t('tray.discard')}
          </Button>
          <Button look="main" className="grow" onClick={onNew}>
            {t(isTaken ? 'conflict.addHere' : 'conflict.new')}
          </Button>
        </div>
      }
    >
      {ended?.closed_at && ended.closed_by && (
        <p className="font-semibold">{t('conflict.by', { name: ended.closed_by.name, time: clock.format(Date.parse(ended.closed_at)) })}</p>
      )}
      <p>{t(isTaken ? 'conflict.taken' : 'conflict.closed')}</p>
    </Sheet>
  )
}
