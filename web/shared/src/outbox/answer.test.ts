import { describe, expect, it } from 'vitest'

import { backoffMs, fateOf } from './answer'

const heard = (status: number, retryAfterS: number | null = null) =>
  fateOf({ kind: 'heard', status, problem: null, retryAfterS })

describe('what becomes of a job', () => {
  it.each([
    [200, null, { act: 'remove' }],
    [201, null, { act: 'remove' }],
    [204, null, { act: 'remove' }],
    [401, null, { act: 'pause', until: 'signed-in' }],
    [402, null, { act: 'pause', until: 'unlocked' }],
    [423, null, { act: 'pause', until: 'unlocked' }],
    [429, 7, { act: 'keep', waitS: 7 }],
    [500, null, { act: 'keep', waitS: null }],
    [503, 2, { act: 'keep', waitS: 2 }],
    [507, null, { act: 'keep', waitS: null }],
    [409, 1, { act: 'keep', waitS: 1 }],
    [409, null, { act: 'block', problem: null }],
    [403, null, { act: 'block', problem: null }],
    [404, null, { act: 'block', problem: null }],
    [422, null, { act: 'block', problem: null }],
  ])('after %i with Retry-After %s', (status, after, fate) => {
    expect(heard(status, after)).toEqual(fate)
  })

  it('is kept when nobody answered', () => {
    expect(fateOf({ kind: 'unreachable' })).toEqual({ act: 'keep', waitS: null })
  })

  it('waits 1, 2, 4, then always 5 s', () => {
    expect([1, 2, 3, 4, 5, 50].map(backoffMs)).toEqual([1000, 2000, 4000, 5000, 5000, 5000])
  })
})
