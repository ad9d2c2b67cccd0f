import type { RoundJob } from '@pos/shared/outbox/job'

/** The job without the lines of the dish that the box named; null when it named none, or nothing would be left. */
export function withoutRefused(job: RoundJob): Pick<RoundJob, 'command' | 'shown'> | null {
  const refused = job.problem?.product_id
  if (typeof refused !== 'number') return null
  const stays = job.command.body.lines.map((line) => line.product_id !== refused)
  if (!stays.includes(true) || !stays.includes(false)) return null
  const lines = job.shown.lines.filter((_, place) => stays[place])
  return {
    command: { ...job.command, body: { ...job.command.body, lines: job.command.body.lines.filter((_, place) => stays[place]) } },
    shown: { ...job.shown, lines, totalCents: lines.reduce((sum, line) => sum + line.cents, 0) },
  }
}
