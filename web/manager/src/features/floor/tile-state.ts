import type { Table } from '@pos/shared/api/shapes'
import { minutesSince } from '@pos/shared/house/clock'
import type { TileState } from '@pos/shared/ui/TableTile'

/** A table open for longer is worth a look, minutes. */
export const LONG_MINUTES = 45

/** Which tables the floor shows. */
export type Only = 'all' | 'mine' | 'long' | 'problems'

/** What a tile tells at a glance; a print problem before anything else. */
export function tileState(table: Table): TileState {
  const { order } = table
  if (!order) return 'free'
  if (order.print_problem) return 'problem'
  if (order.status === 'paid') return 'paid'
  return order.status === 'partially_paid' ? 'part_paid' : 'open'
}

/** Does the floor show this table? */
export function isShown(table: Table, only: Only, now: number): boolean {
  if (only === 'all') return true
  if (!table.order) return false
  if (only === 'mine') return table.order.is_mine
  if (only === 'problems') return table.order.print_problem
  return minutesSince(table.order.opened_at, now) >= LONG_MINUTES
}

/** Print problems first, then tables open for long (the longest first), then by number. */
export function byAttention(a: Table, b: Table, now: number): number {
  return weight(b, now) - weight(a, now) || a.number - b.number
}

function weight({ order }: Table, now: number): number {
  if (!order) return 0
  if (order.print_problem) return 1e9
  const minutes = minutesSince(order.opened_at, now)
  return minutes >= LONG_MINUTES ? minutes : 0
}
