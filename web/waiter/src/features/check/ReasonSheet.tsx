import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Sheet } from '@pos/shared/ui/Sheet'
import { useId, useState } from 'react'

interface Props {
  title: string
  /** Reasons that are given most, in words. */
  usual: readonly string[]
  /** What the button says. */
  act: string
  isBusy: boolean
  error: string
  onReason: (reason: string) => void
  onClose: () => void
}

/** Why? One of the usual reasons, or a few words; it is kept with what is done. */
export function ReasonSheet({ title, usual, act, isBusy, error, onReason, onClose }: Props) {
  const t = useT()
  const fieldId = useId()
  const [reason, setReason] = useState('')
  return (
    <Sheet
      title={title}
      onClose={onClose}
      footer={
        <Button look="main" className="w-full" disabled={isBusy || reason.trim() === ''} onClick={() => onReason(reason.trim())}>
          {act}
        </Button>
      }
    >
      <div className="flex flex-wrap gap-2">
        {usual.map((one) => (
          <Button
            key={one}
            aria-pressed={reason === one}
            className="aria-pressed:border-transparent aria-pressed:bg-text aria-pressed:text-bg"
            onClick={() => setReason(one)}
          >
            {one}
          </Button>
        ))}
      </div>
      <label htmlFor={fieldId} className="mt-4 mb-1 block font-semibold">
        {t('reason.why')}
      </label>
      <input
        id={fieldId}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.target.value)}
        className="h-12 w-full rounded-md border border-border bg-surface px-3 text-base"
      />
      <p role="alert" className="min-h-6 pt-2 font-semibold text-problem">
        {error}
      </p>
    </Sheet>
  )
}
