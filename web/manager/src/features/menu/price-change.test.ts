import { expect, it } from 'vitest'

import { newPrice } from './price-change'

it('rounds a raised price half up to the step', () => {
  expect(newPrice(980, { kind: 'percent', amount: 500, step: 10 })).toBe(1030)
  expect(newPrice(980, { kind: 'percent', amount: 500, step: 50 })).toBe(1050)
  expect(newPrice(980, { kind: 'amount', amount: -50, step: 1 })).toBe(930)
})

it('never goes below nothing', () => {
  expect(newPrice(100, { kind: 'amount', amount: -500, step: 10 })).toBe(0)
})
