import { api, ask } from '@pos/shared/api/client'
import { useLanguageState } from '@pos/shared/i18n/language'
import { isKey, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { HardDriveDownload } from 'lucide-react'

import { Fault } from '../../ui/Fault'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { momentText } from '../../ui/times'

/** Backups that are shown; the medium keeps more. */
const SHOWN = 5
/** While one was asked for and is not there yet, the list is read this often, ms. */
const LOOK_EVERY_MS = 1_000

/** The backups that are kept, one more at a tap, and how to put one back. */
export function BackupCard() {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const queries = useQueryClient()
  const wish = useMutation({
    mutationFn: () => ask(api.POST('/api/system/backups')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['system', 'backups'] }),
  })
  const wished = wish.data
  const backups = useQuery({
    queryKey: ['system', 'backups'],
    queryFn: ({ signal }) => ask(api.GET('/api/system/backups', { signal })),
    refetchInterval: (query) => (wished && query.state.data?.tried_at === wished.tried_at ? LOOK_EVERY_MS : 30_000),
  })
  const data = backups.data
  const isMade = wished && data && data.good_at !== null && data.good_at !== wished.good_at
  const trouble = `finding.backup-${data?.trouble}`
  return (
    <section className="flex flex-col gap-3 rounded-md border border-surface-2 bg-surface p-4">
      <h2 className="text-lg font-semibold">{t('backup.title')}</h2>
      {!data && <Loading query={backups} skeleton={<ListSkeleton rows={3} />} />}
      {data && (
        <>
          <p>{data.good_at ? t('backup.last', { at: momentText(data.good_at, language) }) : t('backup.none')}</p>
          {data.trouble !== '' && <p className="font-semibold text-problem">{isKey(trouble) ? t(trouble) : data.detail}</p>}
          {data.folder !== '' && (
            <p className="text-sm break-all text-text-2">
              {data.folder} · {data.is_separate ? t('backup.separate') : t('backup.same')}
            </p>
          )}
          <Button className="self-start" disabled={wish.isPending} onClick={() => wish.mutate()}>
            <HardDriveDownload aria-hidden size={20} /> {t('backup.now')}
          </Button>
          <p role="status" className="min-h-6 font-semibold">
            {isMade ? t('backup.made') : wished ? t('backup.asked') : ''}
          </p>
          <Fault error={wish.error} />
          <ul>
            {data.kept.slice(0, SHOWN).map((one) => (
              <li key={one.name} className="flex gap-2 border-t border-surface-2 py-2 tabular-nums">
                <span className="min-w-0 flex-1">{momentText(one.made_at, language)}</span>
                <span className="text-text-2">{t('backup.size', { kb: Math.ceil(one.bytes / 1000) })}</span>
              </li>
            ))}
          </ul>
          <p className="text-sm text-text-2">{t('backup.restore')}</p>
        </>
      )}
    </section>
  )
}
