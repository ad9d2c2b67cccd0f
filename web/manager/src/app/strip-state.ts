import type { Alert } from '@pos/shared/api/shapes'
import type { Key, Values } from '@pos/shared/i18n/translate'
import { STALE_MS } from '@pos/shared/house/queries'
import type { Tone } from '@pos/shared/ui/StatusStrip'

/** All that the strip weighs. */
export interface StripFacts {
  alerts: readonly Pick<Alert, 'table_label' | 'lines' | 'taken_by'>[]
  /** Hours until the box stops because the licence service is out of reach; null while all is well. */
  graceHours: number | null
  reach: 'unknown' | 'up' | 'down'
  /** When the floor on the screen was read, ms since the epoch; 0 when it never was. */
  floorAt: number
  now: number
  name: string
}

/** What the strip says. */
export interface StripState {
  kind: 'alert' | 'taken' | 'down' | 'grace' | 'stale' | 'calm'
  tone: Tone
  key: Key
  values: Values
}

/** One strip, one sentence: the worst thing first. An alert that somebody took is still told, but no alarm. */
export function stripState({ alerts, graceHours, reach, floorAt, now, name }: StripFacts): StripState {
  const nobodys = alerts.filter((alert) => alert.taken_by === null)
  const ageMs = floorAt === 0 ? 0 : now - floorAt
  const minutes = Math.max(1, Math.floor(ageMs / 60_000))

  const [first] = nobodys
  if (first) {
    const values = { label: first.table_label, lines: first.lines.join(', '), n: nobodys.length }
    return { kind: 'alert', tone: 'alarm', key: nobodys.length > 1 ? 'strip.alerts' : 'strip.alert', values }
  }
  if (reach === 'down') {
    const isOld = ageMs > STALE_MS
    return { kind: 'down', tone: 'note', key: isOld ? 'strip.downStale' : 'mstrip.down', values: { n: minutes } }
  }
  if (graceHours !== null) {
    return { kind: 'grace', tone: 'note', key: 'mstrip.grace', values: { n: Math.max(0, Math.floor(graceHours)) } }
  }
  const [taken] = alerts
  if (taken) {
    const values = { name: taken.taken_by?.name ?? '', label: taken.table_label, n: alerts.length }
    return { kind: 'taken', tone: 'note', key: 'mstrip.taken', values }
  }
  if (ageMs > STALE_MS) return { kind: 'stale', tone: 'note', key: 'strip.stale', values: { n: minutes } }
  return { kind: 'calm', tone: 'calm', key: 'strip.calm', values: { name } }
}
