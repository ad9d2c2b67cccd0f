import { describe, expect, it } from 'vitest'

import { relative, span } from './time'

const NOW = '2026-06-05T18:00:00Z'

describe('times as people say them', () => {
  it('are told by the cloud’s clock, in the largest unit that fits', () => {
    expect(relative('en', '2026-06-17T18:00:00Z', NOW)).toBe('in 12 days')
    expect(relative('en', '2026-06-05T17:56:10Z', NOW)).toBe('3 minutes ago')
    expect(relative('el', '2026-06-04T18:00:00Z', NOW)).toBe('πριν από 1 ημέρα')
    expect(relative('en', '2027-06-05T18:00:00Z', NOW)).toBe('in 11 months')
    expect(relative('en', NOW, NOW)).toBe('now')
  })

  it('are lengths of one unit', () => {
    expect(span('en', 90_000)).toBe('1 day')
    expect(span('en', 240)).toBe('4 minutes')
    expect(span('el', 0)).toBe('0 δευτερόλεπτα')
  })
})
