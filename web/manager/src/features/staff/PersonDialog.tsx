import { api, ask } from '@pos/shared/api/client'
import { useT } from '@pos/shared/i18n/translate'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { SaveDialog } from '../../ui/SaveDialog'
import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'
import { PinField } from './PinField'
import type { Person } from './StaffPage'

interface Props {
  /** Null hires somebody. */
  person: Person | null
  staff: readonly Person[]
  onClose: () => void
}

const ROLES = ['waiter', 'manager', 'sysadmin'] as const

/** Name, sign-in name, role, and whom somebody helps; a new one gets a PIN, too. */
export function PersonDialog({ person, staff, onClose }: Props) {
  const t = useT()
  const queries = useQueryClient()
  const [name, setName] = useState(person?.name ?? '')
  const [username, setUsername] = useState(person?.username ?? '')
  const [role, setRole] = useState(person?.role ?? 'waiter')
  const [pin, setPin] = useState('')
  const [helps, setHelps] = useState<number[]>(person?.helps.map((one) => one.id) ?? [])
  const act = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), username: username.trim(), role, helps }
      return ask(
        person
          ? api.PUT('/api/waiters/{user_id}', { params: { path: { user_id: person.id } }, body })
          : api.POST('/api/waiters/', { body: { ...body, pin } }),
      )
    },
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  })
  const isReady = name.trim() !== '' && username.trim() !== '' && (person !== null || pin.length >= 4)
  const others = staff.filter((one) => one.is_active && one.id !== person?.id)
  return (
    <SaveDialog
      title={person ? person.name : t('staff.new')}
      isReady={isReady}
      isBusy={act.isPending}
      error={act.error}
      onSave={() => act.mutate()}
      onClose={onClose}
    >
      <Field label={t('menu.name')} value={name} onChange={setName} maxLength={80} autoComplete="off" />
      <Field label={t('signIn.name')} value={username} onChange={setUsername} maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      {!person && <PinField label={t('signIn.pin')} value={pin} onChange={setPin} />}
      <Select label={t('staff.role')} value={role} onChange={setRole} options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
      <fieldset>
        <legend className="text-sm text-text-2">{t('staff.helpsWhom')}</legend>
        <div className="flex flex-wrap gap-x-4">
          {others.map((one) => (
            <label key={one.id} className="flex min-h-12 items-center gap-2">
              <input
                type="checkbox"
                className="size-6 accent-(--accent)"
                checked={helps.includes(one.id)}
                onChange={() => setHelps(helps.includes(one.id) ? helps.filter((id) => id !== one.id) : [...helps, one.id])}
              />
              {one.name}
            </label>
          ))}
        </div>
      </fieldset>
    </SaveDialog>
  )
}
