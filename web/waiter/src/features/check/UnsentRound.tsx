import { useT } from '@pos/shared/i18n/translate'
import type { Job } from '@pos/shared/outbox/job'
import { Money } from '@pos/shared/ui/Money'
import { PrintMark } from '@pos/shared/ui/PrintMark'

/** A round that the box has not confirmed: it is on this phone, and it is safe there. */
export function UnsentRound({ job }: { job: Job }) {
  const t = useT()
  return (
    <article aria-label={t('check.unsent')} className="rounded-md border-2 border-dashed border-border bg-surface p-3">
      <PrintMark place="on_phone" zoneId="" zone="" />
      <ul className="mt-2 divide-y divide-surface-2">
        {job.shown.lines.map((line, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- a stored job's lines never move
          <li key={place} className="flex items-baseline gap-2 py-1.5">
            <b className="min-w-5 tabular-nums">{line.quantity}</b>
            <span className="min-w-0 flex-1 leading-tight">
              {line.name}
              {line.detail && <span className="block text-sm text-text-2">{line.detail}</span>}
            </span>
            <Money cents={line.cents} />
          </li>
        ))}
      </ul>
    </article>
  )
}
