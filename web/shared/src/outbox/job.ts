import type { Problem } from '../api/problems'
import type { TableRoundIn } from '../api/shapes'

/** What a job asks of the box; later kinds (pay) join here. */
export type Command = { kind: 'round'; tableId: number; body: TableRoundIn }

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
  /** `blocked`: the box said no, and a person decides. */
  state: 'waiting' | 'blocked'
  /** Why it is blocked. */
  problem: Problem | null
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
