import { api, ask } from '@pos/shared/api/client'
import type { TableGroup } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'

import { SaveDialog } from '../../ui/SaveDialog'
import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'
import { Switch } from '../../ui/Switch'
import { usePlanAct } from './plan-acts'
import type { PlanTable } from './TablesPage'

interface Props {
  /** Null makes a new one. */
  table: PlanTable | null
  groups: readonly TableGroup[]
  onClose: () => void
}

/** A table: its number, what is written on it, its section, and whether it is in use. */
export function TableDialog({ table, groups, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  const act = usePlanAct(onClose)
  const [number, setNumber] = useState(table ? String(table.number) : '')
  const [label, setLabel] = useState(table?.label ?? '')
  const [group, setGroup] = useState(table?.group_id ? String(table.group_id) : '')
  const [isActive, setActive] = useState(table?.is_active ?? true)
  const typed = Number(number)
  const isReady = Number.isInteger(typed) && typed >= 1 && typed <= 99_999
  const save = () => {
    const body = { number: typed, label: label.trim() || String(typed), group_id: group ? Number(group) : null }
    act.mutate(() =>
      ask(
        table
          ? api.PUT('/api/tables/{table_id}', { params: { path: { table_id: table.id } }, body: { ...body, is_active: isActive } })
          : api.POST('/api/tables/', { body }),
      ),
    )
  }
  return (
    <SaveDialog
      title={table ? `${t('tile.table')} ${table.label}` : t('plan.newTable')}
      isReady={isReady}
      isBusy={act.isPending}
      error={act.error}
      onSave={save}
      onClose={onClose}
      more={
        table && (
          <Button
            look="danger"
            disabled={act.isPending}
            onClick={() => act.mutate(() => ask(api.DELETE('/api/tables/{table_id}', { params: { path: { table_id: table.id } } })))}
          >
            <Trash2 aria-hidden size={20} /> {t('plan.removeTable', { label: table.label })}
          </Button>
        )
      }
    >
      <Field label={t('plan.tableNumber')} type="number" min={1} max={99_999} value={number} onChange={setNumber} />
      <Field label={t('plan.label')} value={label} onChange={setLabel} maxLength={20} placeholder={number} hint={t('plan.labelHint')} />
      <Select
        label={t('plan.group')}
        value={group}
        onChange={setGroup}
        options={[{ value: '', label: t('tables.noSection') }, ...groups.map((one) => ({ value: String(one.id), label: named(one) }))]}
      />
      {table && <Switch label={t('plan.inUse')} isOn={isActive} onChange={setActive} />}
    </SaveDialog>
  )
}
