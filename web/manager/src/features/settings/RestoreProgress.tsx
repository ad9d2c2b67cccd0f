import type { Schemas } from '@pos/shared/api/shapes'
import { useNow } from '@pos/shared/house/clock'
import { useLanguageState } from '@pos/shared/i18n/language'
import { isKey, useT } from '@pos/shared/i18n/translate'
import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react'

import { momentText } from '../../ui/times'
import type { Backup } from './BackupCard'

type Restore = Schemas['RestoreOut']

/** How long the end of a restore is told, ms. */
const TOLD_MS = 24 * 3600_000

/** Something still happens. */
export function isUnderWay(restore: Restore | null | undefined): boolean {
  return restore !== null && restore !== undefined && restore.step !== 'done' && restore.step !== 'refused'
}

interface Props {
  restore: Restore
  kept: readonly Backup[]
  /** The box did not answer the last time it was asked. */
  isAway: boolean
}

/** How far the way back to a backup is, and how it ended. */
export function RestoreProgress({ restore, kept, isAway }: Props) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const now = useNow(isUnderWay(restore) ? 1_000 : 60_000)
  const madeAt = kept.find((one) => one.name === restore.name)?.made_at ?? madeAtOf(restore.name)
  const at = momentText(madeAt, language)
  if (restore.ended_at !== null && now - Date.parse(restore.ended_at) > TOLD_MS) return null
  if (restore.step === 'done') {
    return (
      <p role="status" data-restore="done" className="flex gap-2 rounded-sm bg-paid px-3 py-2 text-on-paid">
        <CircleCheck aria-hidden className="shrink-0" />
        <span>
          <b className="font-semibold">{t('restore.done', { at })}</b> {t('restore.doneUndo')}
        </span>
      </p>
    )
  }
  if (restore.step === 'refused') {
    const why = `restore.trouble.${restore.trouble}`
    return (
      <p role="alert" data-restore="refused" className="flex gap-2 rounded-sm bg-problem px-3 py-2 text-on-problem">
        <CircleX aria-hidden className="shrink-0" />
        <span>
          <b className="font-semibold">{t('restore.refused', { at })}</b> {isKey(why) ? t(why) : restore.detail}
        </span>
      </p>
    )
  }
  const isStopped = isAway || restore.step !== 'asked'
  const seconds = Math.max(0, Math.round((now - Date.parse(restore.asked_at)) / 1000))
  return (
    <p role="status" data-restore={isAway ? 'away' : restore.step} className="flex gap-2 rounded-sm bg-part-paid px-3 py-2 text-on-part-paid">
      <LoaderCircle aria-hidden className="shrink-0 motion-safe:animate-spin" />
      <span>
        <b className="font-semibold">{t('restore.underWay', { at })}</b> {isStopped ? t('restore.stopped') : t('restore.examining')}{' '}
        <span aria-hidden className="tabular-nums">
          {t('restore.since', { n: seconds })}
        </span>
      </span>
    </p>
  )
}

/** A backup is named by its time: `20261126T184500Z`. */
function madeAtOf(name: string): string {
  return name.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z')
}
