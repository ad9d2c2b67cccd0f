import { api, ask } from '@pos/shared/api/client'
import type { Schemas, TableGroup } from '@pos/shared/api/shapes'
import { useGroups } from '@pos/shared/house/floor'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, LayoutGrid, Pencil, Plus, SquareStack, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { Fault } from '../../ui/Fault'
import { Menu } from '../../ui/Menu'
import { Page } from '../../ui/Page'
import { CardsSkeleton } from '@pos/shared/desk/Skeleton'
import { BatchDialog } from './BatchDialog'
import { GroupDialog } from './GroupDialog'
import { TableDialog } from './TableDialog'
import { usePlanAct } from './plan-acts'

export type PlanTable = Schemas['TablePlanOut']

/** How the floor is laid out: sections in their order, tables in them; many are made at once. */
export function TablesPage() {
  const t = useT()
  const named = useNamed()
  const plan = useQuery({ queryKey: ['tables', 'plan'], queryFn: ({ signal }) => ask(api.GET('/api/tables/plan', { signal })) })
  const groups = useGroups()
  const [table, editTable] = useState<PlanTable | 'new' | null>(null)
  const [group, editGroup] = useState<TableGroup | 'new' | null>(null)
  const [isBatch, setBatch] = useState(false)
  const act = usePlanAct()
  if (!plan.data || !groups.data) {
    return (
      <Page title={t('nav.tables')}>
        <Loading query={plan.data ? groups : plan} skeleton={<CardsSkeleton />} />
      </Page>
    )
  }
  const all = groups.data
  const sections = [...all.map((one) => ({ group: one as TableGroup | null, name: named(one) })), { group: null, name: t('tables.noSection') }]
  const swap = (from: number, to: number) =>
    act.mutate(async () => {
      const [a, b] = [all[from], all[to]]
      if (!a || !b) return
      await put(a.id, { sort_order: to })
      await put(b.id, { sort_order: from })
    })
  return (
    <Page
      title={t('nav.tables')}
      at={plan.dataUpdatedAt}
      note={t('plan.hint')}
      actions={
        <>
          <Button onClick={() => editGroup('new')}>
            <Plus aria-hidden size={20} /> {t('plan.newGroup')}
          </Button>
          <Button onClick={() => editTable('new')}>
            <Plus aria-hidden size={20} /> {t('plan.newTable')}
          </Button>
          <Button look="main" onClick={() => setBatch(true)}>
            <SquareStack aria-hidden size={20} /> {t('plan.many')}
          </Button>
        </>
      }
    >
      <Fault error={act.error} />
      {plan.data.length === 0 && <EmptyState icon={LayoutGrid} sentence={t('plan.none')} />}
      {sections.map(({ group: section, name }, place) => {
        const tables = plan.data.filter((one) => one.group_id === (section?.id ?? null))
        if (!section && tables.length === 0) return null
        return (
          <section key={section?.id ?? 0} className="pb-4" aria-label={name}>
            <div className="flex items-center gap-2">
              <h2 className="text-lg font-semibold">{name}</h2>
              <span className="mr-auto text-text-2">{t('plan.tables', { n: tables.filter((one) => one.is_active).length })}</span>
              {section && (
                <Menu
                  label={t('plan.groupActs', { name })}
                  items={[
                    { label: t('menu.edit'), icon: Pencil, onChoose: () => editGroup(section) },
                    { label: t('menu.up'), icon: ArrowUp, isDisabled: place === 0, onChoose: () => swap(place, place - 1) },
                    { label: t('menu.down'), icon: ArrowDown, isDisabled: place === all.length - 1, onChoose: () => swap(place, place + 1) },
                    {
                      label: t('plan.removeGroup', { name }),
                      icon: Trash2,
                      isDanger: true,
                      onChoose: () => act.mutate(() => ask(api.DELETE('/api/tables/groups/{group_id}', { params: { path: { group_id: section.id } } }))),
                    },
                  ]}
                />
              )}
            </div>
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2">
              {tables.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    data-plan-table={one.number}
                    onClick={() => editTable(one)}
                    className={`flex min-h-16 w-full flex-col items-center justify-center rounded-md border bg-surface leading-tight ${one.is_active ? 'border-border' : 'border-dashed border-border text-text-2'}`}
                  >
                    <b className="text-xl font-bold">{one.label}</b>
                    <span className="text-xs">{!one.is_active ? t('plan.unused') : one.label === String(one.number) ? '' : t('plan.number', { number: one.number })}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      {table && <TableDialog table={table === 'new' ? null : table} groups={all} onClose={() => editTable(null)} />}
      {group && <GroupDialog group={group === 'new' ? null : group} onClose={() => editGroup(null)} />}
      {isBatch && <BatchDialog groups={all} onClose={() => setBatch(false)} />}
    </Page>
  )
}

function put(groupId: number, body: Schemas['GroupChangeIn']): Promise<unknown> {
  return ask(api.PUT('/api/tables/groups/{group_id}', { params: { path: { group_id: groupId } }, body }))
}
