import type { Table } from '@pos/shared/api/shapes'
import { minutesSince, useNow } from '@pos/shared/house/clock'
import { useGroups, useTables } from '@pos/shared/house/floor'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { later } from '@pos/shared/later'
import { fromWire } from '@pos/shared/money'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { Money } from '@pos/shared/ui/Money'
import { TableTile } from '@pos/shared/ui/TableTile'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Armchair, LayoutGrid, PrinterX } from 'lucide-react'
import { Suspense } from 'react'

import { Aged } from '../../ui/Aged'
import { Chips } from '../../ui/Chips'
import { Page } from '../../ui/Page'
import { byAttention, isShown, LONG_MINUTES, type Only, tileState } from './tile-state'

const TableDrawer = later(() => import('./TableDrawer'), 'TableDrawer')

const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(6.25rem,1fr))] gap-2'

/** The floor, live: what needs attention first, then every section; a table opens beside it. */
export function FloorPage() {
  const t = useT()
  const named = useNamed()
  const go = useNavigate()
  const { table: openId, only = 'all' } = useSearch({ from: '/' })
  const tables = useTables()
  const groups = useGroups().data ?? []
  const now = useNow()
  if (!tables.data) {
    return (
      <Page title={t('nav.floor')}>
        <Loading query={tables} skeleton={<FloorSkeleton />} />
      </Page>
    )
  }

  const open = (table: number | undefined) => void go({ to: '/', search: { table, only }, replace: openId !== undefined })
  const all = tables.data
  const shown = all.filter((table) => isShown(table, only as Only, now))
  const urgent = shown.filter((table) => byAttention(table, NOBODY, now) < 0 && table.order).toSorted((a, b) => byAttention(a, b, now))
  const known = new Set<number | null>(groups.map((group) => group.id))
  const sections = [
    ...groups.map((group) => ({ id: group.id as number | null, name: named(group) })),
    { id: null, name: t('tables.noSection') },
  ].map((section) => ({ ...section, tables: shown.filter((table) => (known.has(table.group_id) ? table.group_id : null) === section.id) }))
  const opened = all.filter((table) => table.order)
  const cents = opened.reduce((sum, table) => sum + fromWire(table.order?.total ?? '0.00'), 0)
  const problems = all.filter((table) => table.order?.print_problem).length

  const tile = (table: Table) => (
    <TableTile
      key={table.id}
      number={table.number}
      label={table.label}
      state={tileState(table)}
      totalCents={table.order ? fromWire(table.order.total) : null}
      minutes={table.order ? minutesSince(table.order.opened_at, now) : null}
      initials={table.order?.opened_by.initials ?? ''}
      hasDraft={false}
      onOpen={() => open(table.id)}
      onMenu={() => open(table.id)}
    />
  )
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <header className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
          <h1 tabIndex={-1} className="text-2xl font-bold">
            {t('nav.floor')}
          </h1>
          <p className="mr-auto text-text-2 tabular-nums">
            {t('floor.openOf', { n: opened.length, all: all.length })} · <Money cents={cents} className="font-semibold text-text" />
            {problems > 0 && (
              <b className="text-problem">
                {' · '}
                <PrinterX aria-hidden size={16} className="inline" /> {t('floor.problems', { n: problems })}
              </b>
            )}
          </p>
          <Chips
            label={t('floor.show')}
            value={only as Only}
            onChange={(value) => void go({ to: '/', search: { table: openId, only: value === 'all' ? undefined : value } })}
            options={[
              { value: 'all', label: t('tables.all') },
              { value: 'mine', label: t('tables.mine') },
              { value: 'long', label: t('floor.long', { n: LONG_MINUTES }) },
              { value: 'problems', label: t('floor.onlyProblems') },
            ]}
          />
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
          <Aged at={tables.dataUpdatedAt}>
            {urgent.length > 0 && (
              <section className="pb-3" aria-label={t('floor.urgent')}>
                <h2 className="py-1 font-semibold">{t('floor.urgent')}</h2>
                <div className={GRID}>{urgent.map(tile)}</div>
              </section>
            )}
            {all.length === 0 && <EmptyState icon={LayoutGrid} sentence={t('floor.none')} />}
            {all.length > 0 && shown.length === 0 && <EmptyState icon={Armchair} sentence={t('floor.noneShown')} />}
            {sections.map(
              (section) =>
                section.tables.length > 0 && (
                  <section key={section.id ?? 0} className="pb-3">
                    <h2 className="flex gap-3 py-1 font-semibold">
                      {section.name}
                      <span className="font-normal text-text-2">
                        {t('tables.openCount', { n: section.tables.filter((table) => table.order).length })}
                      </span>
                    </h2>
                    <div className={GRID}>{section.tables.map(tile)}</div>
                  </section>
                ),
            )}
          </Aged>
        </div>
      </div>
      {openId !== undefined && (
        <Suspense>
          <TableDrawer key={openId} tableId={openId} onClose={() => open(undefined)} onGo={open} />
        </Suspense>
      )}
    </div>
  )
}

/** A free table weighs nothing. */
const NOBODY = { order: null, number: 0 } as Table

function FloorSkeleton() {
  return (
    <div className={GRID}>
      {Array.from({ length: 24 }, (_, tile) => (
        <div key={tile} className="shimmer h-[5.75rem] rounded-md" />
      ))}
    </div>
  )
}
