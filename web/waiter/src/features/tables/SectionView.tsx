import type { Table } from '@pos/shared/api/shapes'
import { minutesSince, useNow } from '@pos/shared/house/clock'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import type { Job } from '@pos/shared/outbox/job'
import { TableTile } from '@pos/shared/ui/TableTile'
import { useId } from 'react'

import type { Section } from './sections'
import { tileOf } from './tile-state'

interface Props {
  section: Section
  jobs: readonly Job[]
  draftTables: ReadonlySet<number>
  onOpen: (table: Table) => void
  onMenu: (table: Table) => void
}

/** One section: its name, how many are open, its tiles. */
export function SectionView({ section, jobs, draftTables, onOpen, onMenu }: Props) {
  const t = useT()
  const named = useNamed()
  const titleId = useId()
  const now = useNow()
  const openCount = section.tables.filter((table) => table.order).length
  return (
    <section aria-labelledby={titleId}>
      <header className="flex items-baseline justify-between pt-3 pb-1.5">
        <h2 id={titleId} className="text-lg font-semibold">
          {section.group ? named(section.group) : t('tables.noSection')}
        </h2>
        <p className="text-sm text-text-2">{t('tables.openCount', { n: openCount })}</p>
      </header>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(4.4rem,1fr))] gap-2">
        {section.tables.map((table) => {
          const { state, totalCents } = tileOf(table, jobs)
          return (
            <li key={table.id} className="min-w-0">
              <TableTile
                number={table.number}
                label={table.label}
                state={state}
                totalCents={totalCents}
                minutes={table.order ? minutesSince(table.order.opened_at, now) : null}
                initials={table.order?.opened_by.initials ?? ''}
                hasDraft={draftTables.has(table.id)}
                onOpen={() => onOpen(table)}
                onMenu={() => onMenu(table)}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
