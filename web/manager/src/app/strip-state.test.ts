import { describe, expect, it } from 'vitest'

import { type StripFacts, stripState } from './strip-state'
import { graceHours } from './use-grace'

const NOW = 1_000_000_000
const calm: StripFacts = { alerts: [], graceHours: null, reach: 'up', floorAt: NOW, now: NOW, name: 'Ελένη' }
const alert = { table_label: '11', lines: ['2 Μουσακάς'], taken_by: null }
const taken = { ...alert, taken_by: { id: 4, name: 'Ελένη', initials: 'Ελ' } }
const kind = (facts: Partial<StripFacts>) => stripState({ ...calm, ...facts }).kind

describe('the strip of the dashboard', () => {
  it('says the worst thing first', () => {
    const all = { alerts: [alert], reach: 'down' as const, graceHours: 5, floorAt: NOW - 90_000 }
    expect(kind(all)).toBe('alert')
    expect(kind({ ...all, alerts: [] })).toBe('down')
    expect(kind({ ...all, alerts: [], reach: 'up' })).toBe('grace')
    expect(kind({ ...all, alerts: [], reach: 'up', graceHours: null })).toBe('stale')
    expect(kind({})).toBe('calm')
  })

  it('is no alarm any more once somebody is on every ticket, and says who', () => {
    expect(stripState({ ...calm, alerts: [taken] })).toMatchObject({ kind: 'taken', tone: 'note', values: { name: 'Ελένη' } })
    expect(stripState({ ...calm, alerts: [taken, alert] })).toMatchObject({ kind: 'alert', tone: 'alarm', values: { n: 1 } })
  })

  it('counts the hours of grace, and nothing where no licence is told', () => {
    expect(graceHours({ license: { state: 'grace', hours_left: 17.6 } })).toBe(17.6)
    expect([graceHours({ license: { state: 'active', hours_left: 17 } }), graceHours({}), graceHours(undefined)]).toEqual([null, null, null])
    expect(stripState({ ...calm, graceHours: 17.6 })).toMatchObject({ key: 'mstrip.grace', values: { n: 17 } })
  })
})
