import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Sheet } from '@pos/shared/ui/Sheet'

interface Props {
  label: string
  /** Does another order stand on the table now? */
  isTaken: boolean
  onNew: () => void
  onDiscard: () => void
  onClose: () => void
}

/** The order that these lines were tapped for is not on the table any more: whom are they for? */
export function ConflictSheet({ label, isTaken, onNew, onDiscard, onClose }: Props) {
  const t = useT()
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
      <p>{t(isTaken ? 'conflict.taken' : 'conflict.closed')}</p>
    </Sheet>
  )
}
