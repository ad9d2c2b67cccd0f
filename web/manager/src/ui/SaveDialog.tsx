import { Dialog } from '@pos/shared/desk/Dialog'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { type ReactNode, useId } from 'react'

import { Fault } from './Fault'

interface Props {
  title: string
  /** What is typed can be saved. */
  isReady: boolean
  isBusy: boolean
  error: unknown
  onSave: () => void
  onClose: () => void
  /** Beside the button that saves. */
  more?: ReactNode
  children: ReactNode
}

/** A form in front of the page, saved by its button or by Enter; what the box says against it stands under the fields. */
export function SaveDialog({ title, isReady, isBusy, error, onSave, onClose, more, children }: Props) {
  const t = useT()
  const id = useId()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          {more}
          <Button look="main" type="submit" form={id} disabled={!isReady || isBusy}>
            {t('ui.save')}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady && !isBusy) onSave()
        }}
      >
        {children}
        <Fault error={error} />
      </form>
    </Dialog>
  )
}
