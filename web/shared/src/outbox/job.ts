import type { Problem } from '../api/problems'
import type { FireHeldIn, PayIn, TableRoundIn } from '../api/shapes'

/** What a job asks of the box. Each may be repeated: its key makes it one act. */
export type Command =
  | { kind: 'round'; tableId: number; body: TableRoundIn }
  | { kind: 'pay'; orderId: number; body: PayIn }
  | { kind: 'fire'; orderId: number; body: FireHeldIn }

/** What was tapped, in words, so that the tray can be read without menu or network. */
export interface Shown {
  tableLabel: string
  waiterName: string
  lines: { quantity: string; name: string; detail: string; cents: number }[]
  totalCents: number
}

/** One act of one waiter on its way to the box. */
export interface Job {
  /** Grows with each tap: the order of sending inside a lane. */
  id: number
  /** Idempotency-Key, made at the tap; the same on every try. */
  key: string
  userId: number
  tableId: number
  command: Command
  shown: Shown
  /** ms since the epoch. */
  tappedAt: number
  /** `blocked`: the box said no, or it waited too long behind a lock, and a person decides. */
  state: 'waiting' | 'blocked'
  /** Why it is blocked. */
  problem: Problem | null
}

/** A job that adds lines to a table. */
export type RoundJob = Job & { command: Extract<Command, { kind: 'round' }> }

/** Is it a round? */
export function isRound(job: Job): job is RoundJob {
  return job.command.kind === 'round'
}

/** A job before the phone has stored it. */
export type NewJob = Omit<Job, 'id' | 'state' | 'problem'>

/**
 * Jobs of one lane leave one after another. A lane is a table and a waiter: what Maria tapped waits for Maria
 * to sign in again, and must not keep the rounds of Nikos from the kitchen meanwhile.
 */
export function lane(job: Job): string {
  return `${job.tableId}/${job.userId}`
}

/** The first job of each lane of this waiter, oldest first. Behind a blocked one the lane waits. */
export function heads(jobs: readonly Job[], userId: number): Job[] {
  const first = new Map<string, Job>()
  for (const job of jobs.toSorted((a, b) => a.id - b.id)) {
    if (job.userId === userId && !first.has(lane(job))) first.set(lane(job), job)
  }
  return [...first.values()].filter((job) => job.state === 'waiting')
}
