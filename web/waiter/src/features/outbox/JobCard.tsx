import { problemSentence } from '@pos/shared/api/problems'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { useT } from '@pos/shared/i18n/translate'
import { useTable } from '@pos/shared/house/floor'
import { useOrderAct } from '@pos/shared/house/order-acts'
import { outbox } from '@pos/shared/outbox/house-outbox'
import { isRound, type Job } from '@pos/shared/outbox/job'
import { WAITED_LONG } from '@pos/shared/outbox/outbox'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { Clock, Hand, Handshake, Receipt, RotateCw } from 'lucide-react'
import { useState } from 'react'

import { withoutRefused } from './without-refused'

interface Props {
  job: Job
  isMine: boolean
  /** An earlier round of the same table and waiter is blocked. */
  isBehind: boolean
  onEdit: () => void
  onCheck: () => void
}

/** One job: what it holds, how old it is, why it is still here, and what can be done. */
export function JobCard({ job, isMine, isBehind, onEdit, onCheck }: Props) {
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
      {job.command.kind !== 'round' && (
        <p className="mt-1 flex justify-between gap-2">
          {t(`check.unsent.${job.command.kind}`)}
          {job.command.kind === 'pay' && <Money cents={job.shown.totalCents} />}
        </p>
      )}
      <p className="mt-1 text-text-2">{job.shown.lines.map((line) => `${line.quantity} ${line.name}`).join(', ')}</p>
      {isBlocked && isMine && <Decision job={job} onEdit={onEdit} onCheck={onCheck} />}
    </article>
  )
}

/** What can be done about a job that the box refused, or that waited too long: the likeliest first. */
function Decision({ job, onEdit, onCheck }: { job: Job; onEdit: () => void; onCheck: () => void }) {
  const t = useT()
  const [isAsking, setAsking] = useState(false)
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
  const mayBeChanged = isRound(job) && job.problem?.code !== WAITED_LONG
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <MainAct job={job} onCheck={onCheck} />
      {mayBeChanged && (
        <Button className="grow" onClick={onEdit}>
          {t('tray.edit')}
        </Button>
      )}
      <Button look="danger" className="grow" onClick={() => setAsking(true)}>
        {t(isRound(job) ? 'tray.discard' : `tray.discard.${job.command.kind as 'pay' | 'fire'}`)}
      </Button>
    </div>
  )
}

function MainAct({ job, onCheck }: { job: Job; onCheck: () => void }) {
  const t = useT()
  const table = useTable(job.tableId)
  const act = useOrderAct()
  const foreign = table?.order?.is_mine === false ? table.order.id : null
  const code = job.problem?.code
  if (code === WAITED_LONG) {
    return (
      <Button look="main" className="grow" onClick={() => void outbox().sendAfterAll(job.id)}>
        {t('tray.sendAfterAll')}
      </Button>
    )
  }
  if (code === 'not-your-order' && foreign !== null) {
    const takeOver = () =>
      act.mutate(
        { orderId: foreign, what: { act: 'take-over' } },
        { onSuccess: () => void outbox().sendAgain(job.id) },
      )
    return (
      <Button look="main" className="grow" disabled={act.isPending} onClick={takeOver}>
        <Handshake aria-hidden size={20} /> {t('tray.takeOver')}
      </Button>
    )
  }
  if (!isRound(job)) {
    return (
      <Button look="main" className="grow" onClick={onCheck}>
        <Receipt aria-hidden size={20} /> {t('check.title')}
      </Button>
    )
  }
  if (code === 'order-already-closed') {
    const { order_id: _ended, ...body } = job.command.body
    return (
      <Button
        look="main"
        className="grow"
        onClick={() => void outbox().sendAgain(job.id, { command: { ...job.command, body } })}
      >
        {t(table?.order ? 'conflict.addHere' : 'conflict.new')}
      </Button>
    )
  }
  const rest = withoutRefused(job)
  return (
    <Button look="main" className="grow" onClick={() => void outbox().sendAgain(job.id, rest ?? {})}>
      {rest ? (
        t('tray.sendRest')
      ) : (
        <>
          <RotateCw aria-hidden size={20} /> {t('action.tryAgain')}
        </>
      )}
    </Button>
  )
}
