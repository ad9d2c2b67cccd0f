import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { type ReactNode, useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from './Fault'
import { Field } from '@pos/shared/desk/Field'

interface Props {
  /** Names the act and its object: "Void 2 Μουσακάς, table 7". */
  title: string
  /** What the button says. */
  action: string
  /** Reasons that are often true; one tap fills them in. */
  usual?: readonly string[]
  isBusy: boolean
  error: unknown
  onConfirm: (reason: string) => void
  onClose: () => void
  children?: ReactNode
}

/** The one kind of question before something is taken away: what it is, and why. */
export function ReasonDialog({ title, action, usual = [], isBusy, error, onConfirm, onClose, children }: Props) {
  const t = useT()
  const [reason, setReason] = useState('')
  const isReady = reason.trim() !== '' && !isBusy
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.leaveIt')}</Button>
          <Button look="danger" disabled={!isReady} onClick={() => onConfirm(reason.trim())}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) onConfirm(reason.trim())
        }}
      >
        {children}
        {usual.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {usual.map((text) => (
              <Button key={text} aria-pressed={reason === text} onClick={() => setReason(text)}>
                {text}
              </Button>
            ))}
          </div>
        )}
        <Field label={t('ui.reason')} hint={t('ui.reasonKept')} value={reason} onChange={setReason} maxLength={200} />
        <Fault error={error} />
      </form>
    </Dialog>
  )
}
