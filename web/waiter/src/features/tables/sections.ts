import type { Table, TableGroup } from '@pos/shared/api/shapes'
import type { Job } from '@pos/shared/outbox/job'

/** Tables served together, under one name; `group` null holds those that belong to none. */
export interface Section {
  group: TableGroup | null
  tables: Table[]
}

/** The floor by section, both in the manager's order. Tables out of use are left out unless they hold an order. */
export function sections(tables: readonly Table[], groups: readonly TableGroup[]): Section[] {
  const known = new Set(groups.map((group) => group.id))
  const inUse = tables.filter((table) => table.is_active || table.order).toSorted((a, b) => a.number - b.number)
  const ordered: (TableGroup | null)[] = [...groups.toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id), null]
  return ordered
    .map((group) => ({
      group,
      tables: inUse.filter((table) =>
        group ? table.group_id === group.id : table.group_id === null || !known.has(table.group_id),
      ),
    }))
    .filter((section) => section.tables.length > 0)
}

/** Tables that are this waiter's business now: an order they may act on, or something of theirs on this phone. */
export function onlyMine(tables: readonly Table[], jobs: readonly Job[], draftTables: ReadonlySet<number>): Table[] {
  const here = new Set(jobs.map((job) => job.tableId))
  return tables.filter((table) => table.order?.is_mine || here.has(table.id) || draftTables.has(table.id))
}

/** The table a waiter means by what was typed: its label as a whole, else its number. */
export function tableTyped(tables: readonly Table[], typed: string): Table | undefined {
  return tables.find((table) => table.label === typed) ?? tables.find((table) => String(table.number) === typed)
}
