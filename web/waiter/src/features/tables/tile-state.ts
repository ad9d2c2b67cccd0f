import type { Table } from '@pos/shared/api/shapes'
import { isRound, type Job } from '@pos/shared/outbox/job'
import { fromWire } from '@pos/shared/money'
import type { TileState } from '@pos/shared/ui/TableTile'

/** What a tile shows, from the box's word and from what this phone still holds. The worst comes first. */
export function tileOf(table: Table, jobs: readonly Job[]): { state: TileState; totalCents: number | null } {
  const here = jobs.filter((job) => job.tableId === table.id)
  const rounds = here.filter(isRound)
  const unsentCents = rounds.reduce((sum, job) => sum + job.shown.totalCents, 0)
  const totalCents = table.order || rounds.length > 0 ? fromWire(table.order?.total ?? '0.00') + unsentCents : null
  return { state: stateOf(table, here), totalCents }
}

function stateOf(table: Table, here: readonly Job[]): TileState {
  if (table.order?.print_problem || here.some((job) => job.state === 'blocked')) return 'problem'
  if (here.length > 0) return 'on_phone'
  switch (table.order?.status) {
    case 'open':
      return 'open'
    case 'partially_paid':
      return 'part_paid'
    case 'paid':
      return 'paid'
    default:
      return 'free'
  }
}
