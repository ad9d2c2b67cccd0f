import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { isKey, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, HardDriveDownload, History, Undo2 } from 'lucide-react'
import { useState } from 'react'

import { Fault } from '../../ui/Fault'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { momentText } from '../../ui/times'
import { RestoreDialog } from './RestoreDialog'
import { isUnderWay, RestoreProgress } from './RestoreProgress'

/** Backups that are shown at first; the medium keeps more. */
const SHOWN = 5
/** While something was asked for and is not done yet, the list is read this often, ms. */
const LOOK_EVERY_MS = 1_000

export type Backup = Schemas['BackupOut']

/** The backups that are kept, one more at a tap, and the way back to one of them. */
export function BackupCard() {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<Backup>()
  const [isAll, setAll] = useState(false)
  const wish = useMutation({
    mutationFn: () => ask(api.POST('/api/system/backups')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['system', 'backups'] }),
  })
  const wished = wish.data
  const backups = useQuery({
    queryKey: ['system', 'backups'],
    queryFn: ({ signal }) => ask(api.GET('/api/system/backups', { signal })),
    refetchInterval: ({ state: { data } }) =>
      isUnderWay(data?.restore) || (wished && data?.tried_at === wished.tried_at) ? LOOK_EVERY_MS : 30_000,
  })
  const data = backups.data
  const isMade = wished && data && data.good_at !== null && data.good_at !== wished.good_at
  const isGoingBack = isUnderWay(data?.restore)
  const trouble = `finding.backup-${data?.trouble}`
  return (
    <section className="flex flex-col gap-3 rounded-md border border-surface-2 bg-surface p-4">
      <h2 className="text-lg font-semibold">{t('backup.title')}</h2>
      {!data && <Loading query={backups} skeleton={<ListSkeleton rows={3} />} />}
      {data && (
        <>
          {data.restore && <RestoreProgress restore={data.restore} kept={data.kept} isAway={backups.isError} />}
          <p>{data.good_at ? t('backup.last', { at: momentText(data.good_at, language) }) : t('backup.none')}</p>
          {data.trouble !== '' && <p className="font-semibold text-problem">{isKey(trouble) ? t(trouble) : data.detail}</p>}
          {data.folder !== '' && (
            <p className="text-sm break-all text-text-2">
              {data.folder} · {data.is_separate ? t('backup.separate') : t('backup.same')}
            </p>
          )}
          <Button className="self-start" disabled={wish.isPending || isGoingBack} onClick={() => wish.mutate()}>
            <HardDriveDownload aria-hidden size={20} /> {t('backup.now')}
          </Button>
          <p role="status" className="min-h-6 font-semibold">
            {isMade ? t('backup.made') : wished ? t('backup.asked') : ''}
          </p>
          <Fault error={wish.error} />
          <ul aria-label={t('backup.title')}>
            {(isAll ? data.kept : data.kept.slice(0, SHOWN)).map((one) => (
              <li key={one.name} className="flex flex-wrap items-center gap-2 border-t border-surface-2 py-2 tabular-nums">
                <span className="flex min-w-40 flex-1 flex-col">
                  <span>
                    {momentText(one.made_at, language)} · <span className="text-text-2">{sizeText(one.bytes, language)}</span>
                  </span>
                  <span className="flex items-center gap-1 text-sm text-text-2">
                    {one.why === 'before-restore' ? <Undo2 aria-hidden size={16} /> : <CircleCheck aria-hidden size={16} />}
                    {one.why === 'before-restore' ? t('backup.beforeRestore') : t('backup.examined')}
                  </span>
                </span>
                {data.can_restore && (
                  <Button
                    aria-label={t('restore.this', { at: momentText(one.made_at, language) })}
                    disabled={isGoingBack}
                    onClick={() => setChosen(one)}
                  >
                    <History aria-hidden size={20} /> {t('restore.button')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {data.kept.length > SHOWN && !isAll && (
            <Button look="quiet" className="self-start" onClick={() => setAll(true)}>
              {t('backup.all', { n: data.kept.length })}
            </Button>
          )}
          {!data.can_restore && <p className="text-sm text-text-2">{t('backup.restore')}</p>}
        </>
      )}
      {chosen && <RestoreDialog backup={chosen} onClose={() => setChosen(undefined)} />}
    </section>
  )
}

function sizeText(bytes: number, language: 'el' | 'en'): string {
  return `${(bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1 })} MB`
}
