import { api, ask } from '@pos/shared/api/client'
import type { TableGroup } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { useState } from 'react'

import { SaveDialog } from '../../ui/SaveDialog'
import { Field } from '@pos/shared/desk/Field'
import { usePlanAct } from './plan-acts'

/** A section of the floor: its names. */
export function GroupDialog({ group, onClose }: { group: TableGroup | null; onClose: () => void }) {
  const t = useT()
  const act = usePlanAct(onClose)
  const [name, setName] = useState(group?.name ?? '')
  const [nameEn, setNameEn] = useState(group?.name_en ?? '')
  const isReady = name.trim() !== ''
  const save = () => {
    const body = { name: name.trim(), name_en: nameEn.trim() }
    act.mutate(() =>
      ask(
        group
          ? api.PUT('/api/tables/groups/{group_id}', { params: { path: { group_id: group.id } }, body })
          : api.POST('/api/tables/groups', { body }),
      ),
    )
  }
  return (
    <SaveDialog
      title={group ? group.name : t('plan.newGroup')}
      isReady={isReady}
      isBusy={act.isPending}
      error={act.error}
      onSave={save}
      onClose={onClose}
    >
      <Field label={t('menu.name')} value={name} onChange={setName} maxLength={60} />
      <Field label={t('menu.nameEn')} value={nameEn} onChange={setNameEn} maxLength={60} lang="en" />
    </SaveDialog>
  )
}
