import type { Draft } from './draft'

/** More portions in a line, or more lines in a round, are asked about once: a slip of the thumb looks like this. */
const MANY_PORTIONS = 20_000
const MANY_LINES = 30

/** Should Send ask first? */
export function mustAsk(draft: Draft): boolean {
  return draft.lines.length > MANY_LINES || draft.lines.some((line) => line.quantity > MANY_PORTIONS)
}
