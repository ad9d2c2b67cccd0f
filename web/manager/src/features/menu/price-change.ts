import type { Cents } from '@pos/shared/money'

/** By how much prices change: hundredths of a percent or cents, rounded to a step in cents. */
export interface PriceChange {
  kind: 'percent' | 'amount'
  amount: number
  step: Cents
}

/** The new price, rounded half up to the step, never below zero. */
export function newPrice(cents: Cents, { kind, amount, step }: PriceChange): Cents {
  const moved = kind === 'amount' ? cents + amount : cents + (cents * amount) / 10_000
  return Math.max(0, Math.floor((moved + step / 2) / step) * step)
}
