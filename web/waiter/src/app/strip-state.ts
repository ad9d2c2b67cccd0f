import type { Alert } from '@pos/shared/api/shapes'
import type { Key, Values } from '@pos/shared/i18n/translate'
import type { Job } from '@pos/shared/outbox/job'
import { STALE_MS } from '@pos/shared/house/queries'
import type { Tone } from '@pos/shared/ui/StatusStrip'

/** All that the strip weighs. */
export interface StripFacts {
  alerts: readonly Alert[]
  jobs: readonly Job[]
  reach: 'unknown' | 'up' | 'down'
  /** When the floor on the screen was read, ms since the epoch; 0 when it never was. */
  floorAt: number
  now: number
  name: string
}

/** What the strip says, and what a tap on it opens. */
export interface StripState {
  kind: 'alert' | 'blocked' | 'down' | 'sending' | 'stale' | 'calm'
  tone: Tone
  key: Key
  values: Values
  opens: 'alerts' | 'tray' | null
}

/** A round that has been under way for longer is worth a word, ms. */
const SLOW_MS = 3_000

/** One strip, one sentence: the worst thing first. */
export function stripState(facts: StripFacts): StripState {
  const { alerts, jobs, reach, floorAt, now } = facts
  const blocked = jobs.filter((job) => job.state === 'blocked')
  const waiting = jobs.filter((job) => job.state === 'waiting')
  const ageMs = floorAt === 0 ? 0 : now - floorAt
  const minutes = Math.max(1, Math.floor(ageMs / 60_000))

  if (alerts.length > 0) return { kind: 'alert', tone: 'alarm', ...alertWords(alerts), opens: 'alerts' }
  if (blocked.length > 0) {
    const label = blocked[0]?.shown.tableLabel ?? ''
    return { kind: 'blocked', tone: 'alarm', key: 'strip.blocked', values: { label, n: blocked.length }, opens: 'tray' }
  }
  if (reach === 'down') {
    const key = waiting.length > 0 ? 'strip.downWaiting' : ageMs > STALE_MS ? 'strip.downStale' : 'strip.down'
    const values = { n: waiting.length > 0 ? waiting.length : minutes }
    return { kind: 'down', tone: 'note', key, values, opens: waiting.length > 0 ? 'tray' : null }
  }
  if (waiting.some((job) => now - job.tappedAt > SLOW_MS)) {
    return { kind: 'sending', tone: 'note', key: 'strip.sending', values: { n: waiting.length }, opens: 'tray' }
  }
  if (ageMs > STALE_MS) return { kind: 'stale', tone: 'note', key: 'strip.stale', values: { n: minutes }, opens: null }
  return { kind: 'calm', tone: 'calm', key: 'strip.calm', values: { name: facts.name }, opens: null }
}

function alertWords(alerts: readonly Alert[]): { key: Key; values: Values } {
  const [first] = alerts
  const values = { label: first?.table_label ?? '', lines: first?.lines.join(', ') ?? '', n: alerts.length }
  return { key: alerts.length > 1 ? 'strip.alerts' : 'strip.alert', values }
}
