import { problemSentence } from '@pos/shared/api/problems'
import { useT } from '@pos/shared/i18n/translate'
import type { Job } from '@pos/shared/outbox/job'
import { outbox } from '@pos/shared/outbox/house-outbox'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { PrintMark } from '@pos/shared/ui/PrintMark'
import { Clock, Hand } from 'lucide-react'

/** A round, a payment or a fire that the box has not confirmed: it is on this phone, and it is safe there. */
export function UnsentJob({ job }: { job: Job }) {
  const t = useT()
  const { kind } = job.command
  const isBlocked = job.state === 'blocked'
  return (
    <article
      aria-label={t(`check.unsent.${kind}`)}
      data-unsent={kind}
      data-job={job.state}
      className={`rounded-md border-2 bg-surface p-3 ${isBlocked ? 'border-problem' : 'border-dashed border-border'}`}
    >
      {kind === 'round' ? (
        <PrintMark place="on_phone" zoneId="" zone="" />
      ) : (
        <p className="flex items-center gap-2 font-semibold">
          <Clock aria-hidden size={20} className="shrink-0" />
          <span className="flex-1">{t(`check.unsent.${kind}`)}</span>
          {kind === 'pay' && <Money cents={job.shown.totalCents} />}
        </p>
      )}
      {isBlocked && (
        <>
          <p className="mt-2 flex items-start gap-2 font-semibold">
            <Hand aria-hidden size={20} className="mt-0.5 shrink-0" /> {problemSentence(t, job.problem)}
          </p>
          {kind !== 'round' && (
            <Button look="danger" className="mt-2 w-full" onClick={() => void outbox().discard(job.id)}>
              {t(`tray.discard.${kind}`)}
            </Button>
          )}
        </>
      )}
      <ul className="mt-2 divide-y divide-surface-2">
        {job.shown.lines.map((line, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- a stored job's lines never move
          <li key={place} className="flex items-baseline gap-2 py-1.5">
            <b className="min-w-5 tabular-nums">{line.quantity}</b>
            <span className="min-w-0 flex-1 leading-tight">
              {line.name}
              {line.detail && <span className="block text-sm text-text-2">{line.detail}</span>}
            </span>
            {kind === 'round' && <Money cents={line.cents} />}
          </li>
        ))}
      </ul>
    </article>
  )
}
