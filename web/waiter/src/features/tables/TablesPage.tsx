import type { Table } from '@pos/shared/api/shapes'
import { useNow } from '@pos/shared/house/clock'
import { useGroups, useTables } from '@pos/shared/house/floor'
import { STALE_MS } from '@pos/shared/house/queries'
import { useT } from '@pos/shared/i18n/translate'
import { useOutbox } from '@pos/shared/outbox/house-outbox'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { Armchair, Hash } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'

import { onlyMine, sections } from './sections'
import { SectionView } from './SectionView'
import { TablePad } from './TablePad'
import { TablesSkeleton } from './TablesSkeleton'
import { useFilter } from './use-filter'

interface Props {
  draftTables: ReadonlySet<number>
  /** A long press on a table. */
  onMenu: (table: Table) => void
}

/** The floor: every table with its state, and the shortest ways to one of them. */
export function TablesPage({ draftTables, onMenu }: Props) {
  const t = useT()
  const [, go] = useLocation()
  const tables = useTables()
  const groups = useGroups()
  const { jobs } = useOutbox()
  const [filter, setFilter] = useFilter()
  const isStale = useNow() - tables.dataUpdatedAt > STALE_MS
  const [isPadOpen, setPadOpen] = useState(false)
  const all = tables.data
  const shown = useMemo(() => {
    if (!all) return []
    return sections(filter === 'mine' ? onlyMine(all, jobs, draftTables) : all, groups.data ?? [])
  }, [all, groups.data, filter, jobs, draftTables])

  return (
    <>
      <h1 tabIndex={-1} className="sr-only">
        {t('tables.title')}
      </h1>
      <div className={`min-h-0 flex-1 overflow-y-auto overscroll-contain px-3 pt-1 pb-4 ${isStale ? 'saturate-50' : ''}`}>
        {!all && <Loading query={tables} skeleton={<TablesSkeleton />} />}
        {all?.length === 0 && <EmptyState icon={Armchair} sentence={t('tables.none')} />}
        {all && all.length > 0 && shown.length === 0 && <EmptyState icon={Armchair} sentence={t('tables.noneMine')} />}
        {shown.map((section) => (
          <SectionView
            key={section.group?.id ?? 0}
            section={section}
            jobs={jobs}
            draftTables={draftTables}
            onOpen={(table) => go(`/table/${table.id}`)}
            onMenu={onMenu}
          />
        ))}
      </div>
      <nav className="hand flex shrink-0 gap-2 border-t border-surface-2 bg-bg px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        <Filter isOn={filter === 'all'} onTap={() => setFilter('all')} text={t('tables.all')} />
        <Filter isOn={filter === 'mine'} onTap={() => setFilter('mine')} text={t('tables.mine')} />
        <Button look="main" className="h-14 flex-1" aria-label={t('tables.pad')} onClick={() => setPadOpen(true)}>
          <Hash aria-hidden />
        </Button>
      </nav>
      {isPadOpen && all && (
        <TablePad tables={all} onGo={(table) => go(`/table/${table.id}`)} onClose={() => setPadOpen(false)} />
      )}
    </>
  )
}

function Filter({ isOn, onTap, text }: { isOn: boolean; onTap: () => void; text: string }) {
  return (
    <Button
      aria-pressed={isOn}
      onClick={onTap}
      className="h-14 flex-1 aria-pressed:border-transparent aria-pressed:bg-text aria-pressed:text-bg"
    >
      {text}
    </Button>
  )
}
