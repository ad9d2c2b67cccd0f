import { problemSentence } from '@pos/shared/api/problems'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { useT } from '@pos/shared/i18n/translate'
import { outbox } from '@pos/shared/outbox/house-outbox'
import type { Job } from '@pos/shared/outbox/job'
import { Button } from '@pos/shared/ui/Button'
import { Clock, Hand, RotateCw } from 'lucide-react'
import { useState } from 'react'

import { withoutRefused } from './without-refused'

interface Props {
  job: Job
  isMine: boolean
  /** An earlier round of the same table and waiter is blocked. */
  isBehind: boolean
  onEdit: () => void
}

/** One job: what it holds, how old it is, why it is still here, and what can be done. */
export function JobCard({ job, isMine, isBehind, onEdit }: Props) {
  const t = useT()
  const now = useNow()
  const isBlocked = job.state === 'blocked'
  const why = isBlocked
    ? problemSentence(t, job.problem)
    : !isMine
      ? t('tray.waitsForOwner', { name: job.shown.waiterName })
      : isBehind
        ? t('tray.waitsBehind')
        : t('tray.waits')
  const minutes = minutesSince(new Date(job.tappedAt).toISOString(), now)
  const Icon = isBlocked ? Hand : Clock
  return (
    <article
      aria-label={t('tray.job', { label: job.shown.tableLabel })}
      data-job={job.state}
      className={`rounded-md bg-surface p-3 ${isBlocked ? 'border-2 border-problem' : 'border border-border'}`}
    >
      <header className="flex items-baseline justify-between gap-2">
        <h2 className="text-lg font-semibold">{t('tray.job', { label: job.shown.tableLabel })}</h2>
        <p className="text-sm text-text-2 tabular-nums">{ageText(t, minutes)}</p>
      </header>
      <p className="mt-1 flex items-start gap-2 font-semibold">
        <Icon aria-hidden size={20} className="mt-0.5 shrink-0" /> {why}
      </p>
      <p className="mt-1 text-text-2">{job.shown.lines.map((line) => `${line.quantity} ${line.name}`).join(', ')}</p>
      {isBlocked && isMine && <Decision job={job} onEdit={onEdit} />}
    </article>
  )
}

function Decision({ job, onEdit }: { job: Job; onEdit: () => void }) {
  const t = useT()
  const [isAsking, setAsking] = useState(false)
  const rest = withoutRefused(job)
  if (isAsking) {
    return (
      <div className="mt-3 flex gap-2">
        <Button className="flex-1" onClick={() => setAsking(false)}>
          {t('tray.keep')}
        </Button>
        <Button look="danger" className="flex-1" onClick={() => void outbox().discard(job.id)}>
          {t('tray.discardSure')}
        </Button>
      </div>
    )
  }
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {rest ? (
        <Button look="main" className="grow" onClick={() => void outbox().sendAgain(job.id, rest)}>
          {t('tray.sendRest')}
        </Button>
      ) : (
        <Button look="main" className="grow" onClick={() => void outbox().sendAgain(job.id)}>
          <RotateCw aria-hidden size={20} /> {t('action.tryAgain')}
        </Button>
      )}
      <Button className="grow" onClick={onEdit}>
        {t('tray.edit')}
      </Button>
      <Button look="danger" className="grow" onClick={() => setAsking(true)}>
        {t('tray.discard')}
      </Button>
    </div>
  )
}
