import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'

import { Aged } from './Aged'

interface Props {
  title: string
  /** At the right of the title. */
  aside?: ReactNode
  /** When the box said what is shown, ms; without it the content does not age. */
  at?: number
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
}

/**
 * A panel beside the page on a wide screen, over it on a narrow one. Escape closes it and gives the focus back; the page
 * beside stays in use.
 */
export function Drawer({ title, aside, at = 0, onClose, children, footer }: Props) {
  const t = useT()
  const titleId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role="dialog"],[role="menu"]')) onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
  return (
    <section
      aria-labelledby={titleId}
      className="fixed inset-x-0 top-12 bottom-0 z-20 flex flex-col border-surface-2 bg-bg md:left-auto md:w-[26rem] md:border-l md:shadow-2xl lg:relative lg:inset-auto lg:shrink-0 lg:shadow-none print:hidden"
    >
      <header className="flex min-h-14 items-center gap-2 border-b border-surface-2 pl-4">
        <h2 ref={heading} id={titleId} tabIndex={-1} className="min-w-0 flex-1 text-xl font-bold break-words outline-none">
          {title}
        </h2>
        {aside}
        <Button look="quiet" aria-label={t('sheet.close')} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-3">
        <Aged isBeside at={at}>
          {children}
        </Aged>
      </div>
      {footer && <footer className="border-t border-surface-2 p-2">{footer}</footer>}
    </section>
  )
}
