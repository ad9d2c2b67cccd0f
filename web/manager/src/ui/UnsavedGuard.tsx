import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'

/** While something is unsaved, leaving asks: here, in the browser's own buttons, and when the tab is closed. */
export function useUnsavedGuard(isDirty: boolean): { dialog: ReactNode; release: () => void } {
  const t = useT()
  const isReleased = useRef(false)
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty && !isReleased.current,
    enableBeforeUnload: () => isDirty && !isReleased.current,
    withResolver: true,
  })
  const dialog = blocker.status === 'blocked' && (
    <Dialog
      title={t('ui.unsaved')}
      onClose={blocker.reset}
      footer={
        <>
          <Button look="danger" onClick={blocker.proceed}>
            {t('ui.discard')}
          </Button>
          <Button look="main" onClick={blocker.reset}>
            {t('ui.stay')}
          </Button>
        </>
      }
    >
      <p>{t('ui.unsavedHint')}</p>
    </Dialog>
  )
  return {
    dialog,
    release: () => {
      isReleased.current = true
    },
  }
}
