import { useT } from '@pos/shared/i18n/translate'
import { useOutbox } from '@pos/shared/outbox/house-outbox'
import { isRound, type Job, type RoundJob } from '@pos/shared/outbox/job'
import { useSession } from '@pos/shared/session/session'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { PageHeader } from '@pos/shared/ui/PageHeader'
import { Inbox } from 'lucide-react'
import { useLocation } from 'wouter'

import { JobCard } from './JobCard'

/** Everything that the box has not confirmed, by table, oldest first. `onEdit` puts a job's lines back into a draft. */
export function TrayPage({ onEdit }: { onEdit: (job: RoundJob) => void }) {
  const t = useT()
  const [, go] = useLocation()
  const { jobs } = useOutbox()
  const userId = useSession((session) => session.user?.id)
  const byTable = grouped(jobs)
  return (
    <>
      <PageHeader title={t('tray.title')} backLabel={t('action.backToTables')} onBack={() => go('/')} />
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3">
        {jobs.length === 0 && <EmptyState icon={Inbox} sentence={t('tray.empty')} />}
        {[...byTable.values()].flatMap((ofTable) =>
          ofTable.map((job, place) => (
            <JobCard
              key={job.id}
              job={job}
              isMine={job.userId === userId}
              isBehind={ofTable.slice(0, place).some((earlier) => earlier.state === 'blocked' && earlier.userId === job.userId)}
              onEdit={() => isRound(job) && onEdit(job)}
              onCheck={() => go(`/table/${job.tableId}/check`)}
            />
          )),
        )}
      </div>
    </>
  )
}

function grouped(jobs: readonly Job[]): Map<number, Job[]> {
  const byTable = new Map<number, Job[]>()
  for (const job of jobs) byTable.set(job.tableId, [...(byTable.get(job.tableId) ?? []), job])
  return byTable
}
