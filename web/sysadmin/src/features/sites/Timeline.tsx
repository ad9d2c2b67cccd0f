import type { Happening } from '@pos/shared/cloud-api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { isKey, type Translate, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useState } from 'react'

import { moment, relative } from '../../app/time'
import { useTimeline } from '../../cloud/queries'
import { Loading } from '../../ui/Loading'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'

const STEP = 30
const MOST = 200

/** Heartbeats, locks, extensions: who, when, why; the latest first. */
export function Timeline({ siteId, now }: { siteId: string; now: string }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const [limit, setLimit] = useState(STEP)
  const query = useTimeline(siteId, limit)
  if (query.data === undefined) return <Loading query={query} skeleton={<ListSkeleton rows={5} />} />
  if (query.data.length === 0) return <p className="text-text-2">{t('timeline.none')}</p>
  return (
    <>
      <ol className="flex flex-col gap-3 border-l-2 border-surface-2 pl-4">
        {query.data.map((one) => (
          <li key={`${one.kind}-${one.at}`} className="min-w-0">
            <p className="break-words">
              <span className={one.kind === 'heartbeats' ? 'text-text-2' : 'font-semibold'}>{what(t, one)}</span>
              {one.who && <span> · {one.who}</span>}
            </p>
            {one.reason && <p className="break-words">{one.reason}</p>}
            <p className="text-sm text-text-2">
              <time dateTime={one.at} title={moment(language, one.at)}>
                {relative(language, one.at, now)} · {moment(language, one.at)}
              </time>
            </p>
          </li>
        ))}
      </ol>
      {query.data.length >= limit && limit < MOST && (
        <Button className="mt-3" onClick={() => setLimit(Math.min(MOST, limit + STEP))}>
          {t('timeline.more')}
        </Button>
      )}
    </>
  )
}

function what(t: Translate, { kind, beats, ip, version }: Happening): string {
  if (kind === 'heartbeats') return t('timeline.heartbeats', { n: beats, from: [ip, version].filter(Boolean).join(' · ') })
  const key = `did.${kind}`
  return isKey(key) ? t(key) : kind
}
