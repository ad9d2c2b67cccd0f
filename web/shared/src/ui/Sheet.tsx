import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'

import { useT } from '../i18n/translate'
import { Button } from './Button'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** Stays in place under what scrolls: the sheet's main buttons. */
  footer?: ReactNode
}

/** A sheet from the bottom edge on the native dialog: focus stays inside, Escape and a tap beside it close it. */
export function Sheet({ title, onClose, children, footer }: Props) {
  const t = useT()
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    if (shown && !shown.open) shown.showModal()
    return () => shown?.close()
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- a tap on the backdrop; keyboards have Escape
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="m-0 mx-auto mt-auto max-h-[88dvh] w-full max-w-xl rounded-t-md bg-bg p-0 text-text shadow-2xl backdrop:bg-[#000a]"
    >
      <div className="flex max-h-[88dvh] flex-col">
        <header className="flex items-center gap-2 pl-4">
          <h2 id={titleId} className="min-w-0 flex-1 py-3 text-xl font-semibold break-words">
            {title}
          </h2>
          <Button look="quiet" aria-label={t('sheet.close')} onClick={onClose}>
            <X aria-hidden />
          </Button>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-4">{children}</div>
        {footer && <footer className="border-t border-surface-2 p-3">{footer}</footer>}
      </div>
    </dialog>
  )
}
