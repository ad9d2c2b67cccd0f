import 'fake-indexeddb/auto'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Problem } from '../api/problems'
import type { Answer } from './answer'
import type { Job } from './job'
import { createOutbox } from './outbox'
import { type PhoneStore, phoneStore } from './phone-store'

const MARIA = 1
const NIKOS = 2
let databases = 0
let store: PhoneStore
let signedIn: number | null
/** Every attempt, oldest first, and how the test answers it. */
let attempts: { job: Job; answer: (answer: Answer) => void }[]
let received: number[]

const ok: Answer = { kind: 'heard', status: 201, problem: null, retryAfterS: null }
const silence: Answer = { kind: 'unreachable' }
const no = (status: number, retryAfterS: number | null = null): Answer => ({
  kind: 'heard',
  status,
  problem: { code: 'conflict', hint: 'x', status } as Problem,
  retryAfterS,
})

function anOutbox() {
  return createOutbox({
    store,
    who: () => signedIn,
    send: (job) => new Promise((answer) => attempts.push({ job, answer })),
    onReceived: (job) => received.push(job.id),
  })
}

const round = (tableId: number, userId = MARIA) => ({
  userId,
  tableId,
  command: { kind: 'round' as const, tableId, body: { lines: [{ product_id: 1, quantity: '1', option_ids: [], removed_ingredient_ids: [], choice_ids: [], note: '' }] } },
  shown: { tableLabel: String(tableId), waiterName: 'Μαρία', lines: [], totalCents: 100 },
})

/** Waits for a fact. The store is asynchronous even when it is a fake one. */
const until = (fact: () => boolean | Promise<boolean>) => vi.waitUntil(fact, { timeout: 2_000, interval: 5 })
const attempted = (count: number) => until(() => attempts.length === count)
const left = async () => (await store.jobs()).length
const quiet = () => new Promise((done) => setTimeout(done, 60))

beforeEach(() => {
  databases += 1
  store = phoneStore(`outbox-${databases}`)
  signedIn = MARIA
  attempts = []
  received = []
})
afterEach(() => vi.useRealTimers())

describe('the outbox', () => {
  it('stores a tap before it sends it, and drops the draft in the same breath', async () => {
    await store.putDraft('1/7', { lines: [1] })
    signedIn = null
    await anOutbox().add(round(7), '1/7')
    expect(await left()).toBe(1)
    expect(await store.drafts()).toEqual([])
    expect(attempts).toEqual([])
  })

  it('keeps order inside a table, and tables do not wait for one another', async () => {
    const box = anOutbox()
    await box.add(round(7))
    await box.add(round(7))
    await box.add(round(8))
    await attempted(2)
    expect(attempts.map((one) => one.job.tableId)).toEqual([7, 8])
    attempts[0]?.answer(ok)
    await attempted(3)
    expect(attempts[2]?.job.tableId).toBe(7)
    expect(attempts[2]?.job.id).toBeGreaterThan(attempts[0]?.job.id ?? 0)
  })

  it('repeats a lost reply under the same key, so that it is one round', async () => {
    const box = anOutbox()
    await box.add(round(7))
    await attempted(1)
    attempts[0]?.answer(silence)
    await quiet()
    box.nudge()
    await attempted(2)
    expect(attempts[1]?.job.key).toBe(attempts[0]?.job.key)
    expect(attempts[1]?.job.key).toMatch(/^[0-9a-f]{32}$/)
    attempts[1]?.answer(ok)
    await until(async () => (await left()) === 0)
    expect(received).toHaveLength(1)
  })

  it('finds after a reload what was under way, with its key', async () => {
    await anOutbox().add(round(7))
    await attempted(1)
    await anOutbox().pump()
    await attempted(2)
    expect(attempts[1]?.job.key).toBe(attempts[0]?.job.key)
  })

  it('tries again after 1 s by itself', async () => {
    const box = anOutbox()
    await box.add(round(7))
    await attempted(1)
    attempts[0]?.answer(silence)
    const from = Date.now()
    await attempted(2)
    expect(Date.now() - from).toBeGreaterThanOrEqual(900)
  })

  it('tries all tables at once when one got through', async () => {
    const box = anOutbox()
    await box.add(round(7))
    await box.add(round(8))
    await attempted(2)
    attempts[0]?.answer(silence)
    await quiet()
    attempts[1]?.answer(ok)
    const from = Date.now()
    await attempted(3)
    expect(attempts[2]?.job.tableId).toBe(7)
    expect(Date.now() - from).toBeLessThan(500)
  })

  it('blocks a refused job and its table, not the others', async () => {
    const box = anOutbox()
    await box.add(round(7))
    await box.add(round(7))
    await attempted(1)
    attempts[0]?.answer(no(409))
    await until(async () => (await store.jobs())[0]?.state === 'blocked')
    await box.add(round(8))
    await attempted(2)
    expect(attempts[1]?.job.tableId).toBe(8)
    box.nudge()
    await quiet()
    expect(attempts).toHaveLength(2)
    expect(box.state.getState().jobs[0]?.problem?.code).toBe('conflict')
  })

  it('lets a table go on once its blocked job was discarded', async () => {
    const box = anOutbox()
    await box.add(round(7))
    await box.add(round(7))
    await attempted(1)
    attempts[0]?.answer(no(422))
    await until(async () => (await store.jobs())[0]?.state === 'blocked')
    await box.discard(attempts[0]?.job.id ?? 0)
    await attempted(2)
    expect(await left()).toBe(1)
  })

  it('sends a blocked job again under a new key', async () => {
    const box = anOutbox()
    await box.add(round(7))
    await attempted(1)
    attempts[0]?.answer(no(409))
    await until(async () => (await store.jobs())[0]?.state === 'blocked')
    await box.sendAgain(attempts[0]?.job.id ?? 0)
    await attempted(2)
    expect(attempts[1]?.job.key).not.toBe(attempts[0]?.job.key)
  })

  it('honours Retry-After even when the network looks well', async () => {
    const box = anOutbox()
    await box.add(round(7))
    await attempted(1)
    attempts[0]?.answer(no(409, 1))
    await quiet()
    box.nudge()
    await quiet()
    expect(attempts).toHaveLength(1)
    await attempted(2)
  })

  it.each([
    [401, 'signed-in'],
    [402, 'unlocked'],
    [423, 'unlocked'],
  ])('pauses at %i and loses nothing', async (status, reason) => {
    const box = anOutbox()
    await box.add(round(7))
    await box.add(round(8))
    await attempted(2)
    attempts[0]?.answer(no(status))
    attempts[1]?.answer(no(status))
    await until(() => box.state.getState().pausedUntil === reason)
    box.nudge()
    await quiet()
    expect(attempts).toHaveLength(2)
    expect(await left()).toBe(2)
    box.resume()
    await attempted(4)
  })

  it('sends only in the name of the waiter who tapped', async () => {
    signedIn = NIKOS
    const box = anOutbox()
    await box.add(round(7, MARIA))
    await box.add(round(7, NIKOS))
    await attempted(1)
    expect(attempts[0]?.job.userId).toBe(NIKOS)
    signedIn = MARIA
    box.resume()
    await attempted(2)
    expect(attempts[1]?.job.userId).toBe(MARIA)
  })

  it('asks about what waited long behind a lock, sends the rest, and keeps the key of what is sent after all', async () => {
    const minute = 60_000
    let time = 0
    const box = createOutbox({
      store,
      who: () => signedIn,
      send: (job) => new Promise((answer) => attempts.push({ job, answer })),
      now: () => time,
    })
    await box.add(round(7))
    await attempted(1)
    attempts[0]?.answer(no(423))
    await until(() => box.state.getState().pausedUntil === 'unlocked')
    time = 9 * minute
    await box.add(round(8))
    time = 11 * minute
    await box.reopen()
    await attempted(2)
    expect(attempts[1]?.job.tableId).toBe(8)
    const [asking] = await store.jobs()
    expect(asking).toMatchObject({ tableId: 7, state: 'blocked', problem: { code: 'waited-long' } })

    await box.sendAfterAll(asking?.id ?? 0)
    await attempted(3)
    expect(attempts[2]?.job.key).toBe(attempts[0]?.job.key)
    attempts[1]?.answer(ok)
    attempts[2]?.answer(ok)
    await until(async () => (await left()) === 0)
  })
})
