import { api, ask } from '@pos/shared/api/client'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { Money } from '@pos/shared/ui/Money'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Field } from '@pos/shared/desk/Field'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { Fault } from '../../ui/Fault'
import { momentText } from '../../ui/times'
import type { Backup } from './BackupCard'

/** Back to a backup: what would be lost, its date typed, and the manager's PIN again. */
export function RestoreDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const [pin, setPin] = useState('')
  const params = { path: { name: backup.name } }
  const lost = useQuery({
    queryKey: ['system', 'backups', backup.name],
    queryFn: ({ signal }) => ask(api.GET('/api/system/backups/{name}', { params, signal })),
    refetchInterval: 5_000,
  })
  const act = useMutation({
    mutationFn: () => ask(api.POST('/api/system/backups/{name}/restore', { params, body: { pin } })),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['system', 'backups'] }),
  })
  const date = dateText(backup.made_at)
  const isReady = typed.trim() === date && pin.length >= 4 && !act.isPending
  return (
    <Dialog
      title={t('restore.title', { at: momentText(backup.made_at, language) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.leaveIt')}</Button>
          <Button look="danger" disabled={!isReady} onClick={() => act.mutate()}>
            {t('restore.go')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) act.mutate()
        }}
      >
        {!lost.data && <Loading query={lost} skeleton={<ListSkeleton rows={3} />} />}
        {lost.data && (
          <>
            <p className="font-semibold text-problem">{t('restore.lost')}</p>
            <ul className="list-disc pl-5" data-lost={lost.data.orders}>
              <li>{t('restore.lostOrders', { n: lost.data.orders })}</li>
              <li>{t('restore.lostRounds', { n: lost.data.rounds })}</li>
              <li>
                {t('restore.lostPayments', { n: lost.data.payments })} <Money cents={fromWire(lost.data.paid)} />
              </li>
              <li>{t('restore.openNow', { n: lost.data.open_tables })}</li>
              <li>{t('restore.lostActs', { n: lost.data.acts })}</li>
            </ul>
          </>
        )}
        <p>{t('restore.stops')}</p>
        <p>{t('restore.undoable')}</p>
        <Field label={t('restore.type', { date })} value={typed} onChange={setTyped} autoComplete="off" inputMode="text" />
        <Field
          label={t('restore.pin')}
          value={pin}
          onChange={(text) => setPin(text.replaceAll(/\D/g, '').slice(0, 8))}
          type="password"
          inputMode="numeric"
          autoComplete="off"
        />
        <Fault error={act.error} />
      </form>
    </Dialog>
  )
}

/** `26/11/2026`, in either language: it is typed, not read aloud. */
function dateText(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB')
}
