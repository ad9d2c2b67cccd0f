import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

import { useT } from '../i18n/translate'
import { Button } from '../ui/Button'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** Stays in place under what scrolls: the dialog's buttons. */
  footer?: ReactNode
  isWide?: boolean
}

/** A question in front of the page: focus stays inside, Escape closes it, and focus goes back where it was. */
export function Dialog({ title, onClose, children, footer, isWide = false }: Props) {
  const t = useT()
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-[#000a]" />
        <Radix.Content
          aria-describedby={undefined}
          className={`fixed inset-x-0 bottom-0 z-40 mx-auto flex max-h-[92dvh] w-full flex-col rounded-t-md bg-bg text-text shadow-2xl sm:top-1/2 sm:bottom-auto sm:-translate-y-1/2 sm:rounded-md ${isWide ? 'max-w-3xl' : 'max-w-lg'}`}
        >
          <header className="flex items-center gap-2 pl-4">
            <Radix.Title className="min-w-0 flex-1 py-3 text-xl font-semibold break-words">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="quiet" aria-label={t('sheet.close')}>
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-surface-2 p-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
