import { api, ask } from '@pos/shared/api/client'
import type { Category } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { useState } from 'react'

import { SaveDialog } from '../../ui/SaveDialog'
import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'
import { useCourses, useMenuAct, useZones } from './menu-data'

interface Props {
  /** Null makes a new one. */
  category: Category | null
  onClose: () => void
  onSaved: (id: number) => void
}

/** A page of the menu: its names, colour, default zone and course, and ready notes. */
export function CategoryDialog({ category, onClose, onSaved }: Props) {
  const t = useT()
  const named = useNamed()
  const zones = useZones().data ?? []
  const courses = useCourses().data ?? []
  const [name, setName] = useState(category?.name ?? '')
  const [nameEn, setNameEn] = useState(category?.name_en ?? '')
  const [color, setColor] = useState(category?.color ?? '#46505c')
  const [zone, setZone] = useState(category?.printer_zone_id ?? '')
  const [course, setCourse] = useState(category?.course ? String(category.course) : '')
  const [chips, setChips] = useState(category?.note_chips.map((chip) => chip.name).join('\n') ?? '')
  const act = useMenuAct<Category>((saved) => {
    onSaved(saved.id)
    onClose()
  })
  const save = () => {
    const english = new Map(category?.note_chips.map((chip) => [chip.name, chip.name_en]))
    const lines = chips.split('\n').map((line) => line.trim()).filter(Boolean)
    const body = {
      name: name.trim(),
      name_en: nameEn.trim(),
      color,
      printer_zone_id: zone || null,
      course: course ? Number(course) : null,
      note_chips: lines.map((line) => ({ name: line, name_en: english.get(line) ?? '' })),
    }
    act.mutate(() =>
      ask(
        category
          ? api.PUT('/api/products/categories/{category_id}', { params: { path: { category_id: category.id } }, body })
          : api.POST('/api/products/categories', { body }),
      ),
    )
  }
  return (
    <SaveDialog
      title={category ? category.name : t('menu.newCategory')}
      isReady={name.trim() !== ''}
      isBusy={act.isPending}
      error={act.error}
      onSave={save}
      onClose={onClose}
    >
      <Field label={t('menu.name')} value={name} onChange={setName} maxLength={60} />
      <Field label={t('menu.nameEn')} value={nameEn} onChange={setNameEn} maxLength={60} lang="en" />
      <div className="grid grid-cols-3 gap-2">
        <Field label={t('menu.color')} type="color" value={color} onChange={setColor} />
        <Select
          label={t('menu.zone')}
          value={zone}
          onChange={setZone}
          options={[{ value: '', label: t('menu.noZone') }, ...zones.map((one) => ({ value: one.id, label: named(one) }))]}
        />
        <Select
          label={t('menu.course')}
          value={course}
          onChange={setCourse}
          options={[{ value: '', label: '—' }, ...courses.map((one) => ({ value: String(one.number), label: named(one) }))]}
        />
      </div>
      <label className="flex flex-col text-sm text-text-2">
        {t('menu.chips')}
        <textarea
          rows={4}
          value={chips}
          onChange={(event) => setChips(event.target.value)}
          className="rounded-md border border-border bg-surface p-3 text-base text-text"
        />
      </label>
    </SaveDialog>
  )
}
