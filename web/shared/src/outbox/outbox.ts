import { createStore, type StoreApi } from 'zustand/vanilla'

import { newIdempotencyKey } from '../api/idempotency-key'
import { type Answer, backoffMs, fateOf } from './answer'
import { heads, type Job, lane, type NewJob } from './job'
import type { PhoneStore } from './phone-store'

/** What screens see of the outbox. */
export interface OutboxState {
  /** Everything the box has not yet confirmed, oldest first. */
  jobs: Job[]
  /** Why nothing leaves the phone now. */
  pausedUntil: 'signed-in' | 'unlocked' | null
}

/** What the outbox needs from outside. */
export interface Wiring {
  store: Pick<PhoneStore, 'jobs' | 'addJob' | 'changeJob' | 'removeJob'>
  /** One attempt; never throws. */
  send: (job: Job) => Promise<Answer>
  /** Id of the waiter whose token would be used now; null when nobody is signed in. */
  who: () => number | null
  /** The box confirmed a job. */
  onReceived?: (job: Job, body: unknown) => void
  now?: () => number
}

/** What waited longer than this behind a lock asks before it is sent: the guests may have gone. ms. */
const OLD_MS = 10 * 60_000

/** Why such a job asks; not a word of the box. */
export const WAITED_LONG = 'waited-long'

/** How a lane waits: soft waits end at any good sign, firm ones (Retry-After) do not. */
interface Wait {
  tries: number
  until: number
  firm: boolean
}

/** The outbox of this phone. */
export type Outbox = ReturnType<typeof createOutbox>

/** Keeps jobs on the phone and brings them to the box: in order inside a lane, lanes side by side. */
export function createOutbox({ store, send, who, onReceived, now = Date.now }: Wiring) {
  const state: StoreApi<OutboxState> = createStore(() => ({ jobs: [], pausedUntil: null }))
  const waits = new Map<string, Wait>()
  const onTheWay = new Set<string>()
  let alarm: ReturnType<typeof setTimeout> | undefined

  async function readAgain(): Promise<Job[]> {
    const jobs = await store.jobs()
    state.setState({ jobs })
    return jobs
  }

  async function pump(): Promise<void> {
    const jobs = await readAgain()
    const waiter = who()
    if (waiter === null || state.getState().pausedUntil) return
    let next = Number.POSITIVE_INFINITY
    for (const job of heads(jobs, waiter)) {
      if (onTheWay.has(lane(job))) continue
      const until = waits.get(lane(job))?.until ?? 0
      if (until <= now()) void attempt(job)
      else next = Math.min(next, until)
    }
    clearTimeout(alarm)
    if (Number.isFinite(next)) alarm = setTimeout(() => void pump(), Math.max(50, next - now()))
  }

  async function attempt(job: Job): Promise<void> {
    const place = lane(job)
    onTheWay.add(place)
    try {
      await settle(job, await send(job))
    } finally {
      onTheWay.delete(place)
    }
    await pump()
  }

  async function settle(job: Job, answer: Answer): Promise<void> {
    const fate = fateOf(answer)
    if (fate.act === 'remove') {
      await store.removeJob(job.id)
      waits.delete(lane(job))
      endSoftWaits()
      onReceived?.(job, answer.kind === 'heard' ? answer.body : undefined)
    } else if (fate.act === 'block') {
      waits.delete(lane(job))
      await store.changeJob(job.id, { state: 'blocked', problem: fate.problem })
    } else if (fate.act === 'pause') {
      // the waiter may have signed in again while this answer, to the old token, was under way
      state.setState({ pausedUntil: fate.until })
    } else {
      const tries = (waits.get(lane(job))?.tries ?? 0) + 1
      const ms = fate.waitS === null ? backoffMs(tries) : fate.waitS * 1000
      waits.set(lane(job), { tries, until: now() + ms, firm: fate.waitS !== null })
    }
  }

  function endSoftWaits(): void {
    for (const [place, wait] of waits) if (!wait.firm) waits.set(place, { ...wait, until: 0 })
  }

  return {
    state,
    /** Call at start, and when another tab of the app changed the store. */
    pump,
    /** Store a tap and set off. Resolves when it is on disk, not when it was received. */
    async add(job: Omit<NewJob, 'key' | 'tappedAt'>, draftKey: string | null = null): Promise<void> {
      await store.addJob({ ...job, key: newIdempotencyKey(), tappedAt: now() }, draftKey)
      await readAgain()
      void pump()
    },
    /** A good sign (wake, `online`, live again, any success): whoever waits for the network tries at once. */
    nudge(): void {
      endSoftWaits()
      void pump()
    },
    /** Signed in again, or the house is open again. */
    resume(): void {
      state.setState({ pausedUntil: null })
      endSoftWaits()
      void pump()
    },
    /** The house was shut and is open again: what is over ten minutes old asks first, the rest leaves. */
    async reopen(): Promise<void> {
      const old = (await store.jobs()).filter((job) => job.state === 'waiting' && now() - job.tappedAt > OLD_MS)
      const problem = { code: WAITED_LONG, title: '', status: 0, detail: '', hint: '', correlation_id: '' }
      await Promise.all(old.map((job) => store.changeJob(job.id, { state: 'blocked', problem })))
      this.resume()
    },
    /** Drop a job that a person decided about. Its lane goes on. */
    async discard(id: number): Promise<void> {
      await store.removeJob(id)
      await pump()
    },
    /** Try a blocked job again, perhaps with fewer lines. The box did nothing with the first try: a new key. */
    async sendAgain(id: number, change: Partial<Pick<Job, 'command' | 'shown'>> = {}): Promise<void> {
      await store.changeJob(id, { ...change, key: newIdempotencyKey(), state: 'waiting', problem: null })
      await pump()
    },
    /** Send a job that waited long after all. A reply to it may have been lost: the same key. */
    async sendAfterAll(id: number): Promise<void> {
      await store.changeJob(id, { state: 'waiting', problem: null })
      await pump()
    },
  }
}
