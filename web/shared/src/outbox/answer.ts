import type { Problem } from '../api/problems'

/** What came of one attempt to send a job. */
export type Answer =
  | { kind: 'unreachable' }
  | { kind: 'heard'; status: number; problem: Problem | null; retryAfterS: number | null; body?: unknown }

/** What becomes of the job. */
export type Fate =
  | { act: 'remove' }
  /** `waitS` null: the usual steps of 1, 2, 4, 5 s. */
  | { act: 'keep'; waitS: number | null }
  | { act: 'pause'; until: 'signed-in' | 'unlocked' }
  | { act: 'block'; problem: Problem | null }

/** The table of WEB.md, section 4, and nothing else. */
export function fateOf(answer: Answer): Fate {
  if (answer.kind === 'unreachable') return { act: 'keep', waitS: null }
  const { status, problem, retryAfterS } = answer
  if (status >= 200 && status < 300) return { act: 'remove' }
  if (status === 401) return { act: 'pause', until: 'signed-in' }
  if (status === 402 || status === 423) return { act: 'pause', until: 'unlocked' }
  if (status === 429 || status >= 500 || (status === 409 && retryAfterS !== null)) {
    return { act: 'keep', waitS: retryAfterS }
  }
  return status >= 400 ? { act: 'block', problem } : { act: 'keep', waitS: null }
}

/** Pause before attempt number `tries + 1`, ms: 1, 2, 4, then every 5 s. */
export function backoffMs(tries: number): number {
  return Math.min(5_000, 1_000 * 2 ** Math.max(0, tries - 1))
}
