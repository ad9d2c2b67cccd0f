import type { Alert } from '@pos/shared/api/shapes'
import type { Job } from '@pos/shared/outbox/job'
import { describe, expect, it } from 'vitest'

import { type StripFacts, stripState } from './strip-state'

const NOW = 1_000_000_000
const calm: StripFacts = { alerts: [], jobs: [], reach: 'up', floorAt: NOW, now: NOW, name: 'Νίκος' }
const alert = { table_label: '11', lines: ['2 Μουσακάς'] } as Alert
const job = (state: Job['state'], ageMs = 0) => ({ state, tappedAt: NOW - ageMs, shown: { tableLabel: '7' } }) as Job
const kind = (facts: Partial<StripFacts>) => stripState({ ...calm, ...facts }).kind

describe('the status strip', () => {
  it('is calm when all is well, also before the first answer', () => {
    expect(stripState(calm)).toMatchObject({ kind: 'calm', tone: 'calm', opens: null })
    expect(kind({ reach: 'unknown', floorAt: 0 })).toBe('calm')
  })

  it('says the worst thing first', () => {
    const all = { alerts: [alert], jobs: [job('blocked'), job('waiting', 9_000)], reach: 'down' as const }
    expect(kind(all)).toBe('alert')
    expect(kind({ ...all, alerts: [] })).toBe('blocked')
    expect(kind({ ...all, alerts: [], jobs: [job('waiting', 9_000)] })).toBe('down')
    expect(kind({ jobs: [job('waiting', 9_000)] })).toBe('sending')
  })

  it('names table and dishes of an alert, and counts several', () => {
    expect(stripState({ ...calm, alerts: [alert] })).toMatchObject({
      tone: 'alarm',
      opens: 'alerts',
      values: { label: '11', lines: '2 Μουσακάς' },
    })
    expect(stripState({ ...calm, alerts: [alert, alert] })).toMatchObject({ key: 'strip.alerts', values: { n: 2 } })
  })

  it('counts the rounds that wait here while the box is unreachable', () => {
    const strip = stripState({ ...calm, reach: 'down', jobs: [job('waiting'), job('waiting')] })
    expect(strip).toMatchObject({ key: 'strip.downWaiting', values: { n: 2 }, opens: 'tray' })
  })

  it('says nothing about a round that has just left', () => {
    expect(kind({ jobs: [job('waiting', 1_000)] })).toBe('calm')
  })

  it('tells the age of what is older than a minute', () => {
    expect(kind({ floorAt: NOW - 59_000 })).toBe('calm')
    expect(stripState({ ...calm, floorAt: NOW - 180_000 })).toMatchObject({ kind: 'stale', values: { n: 3 } })
    expect(stripState({ ...calm, reach: 'down', floorAt: NOW - 180_000 })).toMatchObject({ key: 'strip.downStale' })
  })
})
