import type { Secret } from '@pos/shared/cloud-api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useBlocker } from '@tanstack/react-router'
import { Copy, Download } from 'lucide-react'
import { useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'

/** A key that is shown once. It lives in this component alone: no address, no storage, no cache holds it. */
export function SecretPanel({ secret, onSaved }: { secret: Secret; onSaved: () => void }) {
  const t = useT()
  const [isSaved, setSaved] = useState(false)
  const [said, say] = useState('')
  const leaving = useBlocker({ shouldBlockFn: () => !isSaved, enableBeforeUnload: () => !isSaved, withResolver: true })
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret.env)
      say(t('secret.copied'))
    } catch {
      say(t('secret.copyFailed')) // plain HTTP has no clipboard: the text is there to be marked
    }
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="font-semibold text-part-paid">{t('secret.once')}</p>
      <pre className="max-w-full overflow-x-auto rounded-md border border-border bg-bg p-3 font-mono text-sm break-all whitespace-pre-wrap select-all">
        {secret.env}
      </pre>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => void copy()}>
          <Copy aria-hidden size={18} /> {t('secret.copy')}
        </Button>
        <Button onClick={() => download(secret)}>
          <Download aria-hidden size={18} /> {t('secret.download')}
        </Button>
        <span role="status" className="text-sm text-text-2">
          {said}
        </span>
      </div>
      <p className="text-text-2">{t('secret.where')}</p>
      <label className="flex min-h-12 cursor-pointer items-center gap-3">
        <input type="checkbox" checked={isSaved} onChange={(event) => setSaved(event.target.checked)} className="size-6 accent-accent" />
        {t('secret.saved')}
      </label>
      <Button look="main" disabled={!isSaved} onClick={onSaved}>
        {t('secret.goOn')}
      </Button>
      {leaving.status === 'blocked' && (
        <Dialog
          title={t('secret.leaveTitle')}
          onClose={leaving.reset}
          footer={
            <>
              <Button look="main" onClick={leaving.reset}>
                {t('secret.stay')}
              </Button>
              <Button look="danger" onClick={leaving.proceed}>
                {t('secret.leave')}
              </Button>
            </>
          }
        >
          <p>{t('secret.leaveEffect')}</p>
        </Dialog>
      )}
    </div>
  )
}

function download(secret: Secret): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([secret.env], { type: 'text/plain' }))
  link.download = '.env'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
