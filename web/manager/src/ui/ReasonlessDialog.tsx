import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from './Fault'

interface Props {
  title: string
  sentence: string
  action: string
  isBusy: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
}

/** A question before something is taken away for which the box keeps no reason: it names the object, and what stays. */
export function ReasonlessDialog({ title, sentence, action, isBusy, error, onConfirm, onClose }: Props) {
  const t = useT()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.leaveIt')}</Button>
          <Button look="danger" disabled={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <p>{sentence}</p>
      <Fault error={error} className="pt-2" />
    </Dialog>
  )
}
