import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { snack } from '@pos/shared/ui/Snackbar'
import { FileUp } from 'lucide-react'
import { useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { useMenuAct } from './menu-data'

type Preview = Schemas['MenuPreviewOut']

/** A menu from a CSV file: first what it would change and what is wrong with it, line by line; then all of it or nothing. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const look = useMenuAct<Preview>(setPreview)
  const apply = useMenuAct<{ added: number; changed: number }>(({ added, changed }) => {
    snack(t('menu.imported', { added, changed }))
    onClose()
  })
  const choose = (chosen: File | undefined) => {
    if (!chosen) return
    setFile(chosen)
    setPreview(null)
    look.mutate(() => ask(api.POST('/api/products/import/preview', sent(chosen))))
  }
  return (
    <Dialog
      isWide
      title={t('menu.import')}
      onClose={onClose}
      footer={
        <Button
          look="main"
          disabled={!preview?.can_apply || !file || apply.isPending}
          onClick={() => file && preview && apply.mutate(() => ask(api.POST('/api/products/import', { params: { query: { token: preview.token } }, ...sent(file) })))}
        >
          {t('menu.importApply')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-text-2">{t('menu.importHint')}</p>
        <label className="inline-flex min-h-12 cursor-pointer items-center gap-2 self-start rounded-md border border-border bg-surface px-3 has-focus-visible:outline-3 has-focus-visible:outline-accent">
          <FileUp aria-hidden size={20} /> {file ? file.name : t('menu.chooseFile')}
          <input
            type="file"
            accept=".csv,text/csv"
            className="sr-only"
            onChange={(event) => {
              choose(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </label>
        <Fault error={look.error ?? apply.error} />
        {preview && (
          <>
            <p role="status" className="font-semibold">
              {preview.faults.length > 0
                ? t('menu.importFaults', { n: preview.faults.length })
                : t('menu.importWould', { added: preview.added, changed: preview.changed })}
            </p>
            {preview.faults.length > 0 && (
              <ul aria-label={t('menu.faults')}>
                {preview.faults.map((fault) => (
                  <li key={`${fault.line}/${fault.column}/${fault.detail}`} className="border-t border-surface-2 py-2">
                    <b className="font-semibold">
                      {t('menu.line', { n: fault.line })}
                      {fault.column && ` · ${fault.column}`}
                    </b>{' '}
                    {fault.detail}
                  </li>
                ))}
              </ul>
            )}
            <ul aria-label={t('menu.changes')}>
              {preview.changes.map((change) => (
                <li key={`${change.kind}/${change.category}/${change.name}`} className="border-t border-surface-2 py-2 [contain-intrinsic-size:auto_3rem] [content-visibility:auto]">
                  <b className="font-semibold">{change.name || change.category}</b> · {change.action === 'added' ? t('menu.added') : t('menu.changed')}
                  {change.parts.map((part) => (
                    <span key={part.part} className="block text-sm text-text-2">
                      {part.part}: {part.before || '—'} → {part.after || '—'}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  )
}

/** A file as the body, bytes as they are: the box tells the encoding of a Greek Excel itself. */
function sent(file: File) {
  return { body: '', bodySerializer: () => file, headers: { 'Content-Type': 'text/csv' } }
}
