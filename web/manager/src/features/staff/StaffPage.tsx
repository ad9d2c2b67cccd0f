import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { useSession } from '@pos/shared/session/session'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { HandHelping, KeyRound, Pencil, Plus, UserRoundCheck, UserRoundX } from 'lucide-react'
import { useState } from 'react'

import { useStaff } from '../../house/staff'
import { Fault } from '../../ui/Fault'
import { Page } from '../../ui/Page'
import { ReasonlessDialog } from '../../ui/ReasonlessDialog'
import { CardsSkeleton } from '@pos/shared/desk/Skeleton'
import { PersonDialog } from './PersonDialog'
import { PinDialog } from './PinDialog'

export type Person = Schemas['StaffOut']

/** Everybody who works here: a card each, those who left at the end. */
export function StaffPage() {
  const t = useT()
  const staff = useStaff()
  const me = useSession((session) => session.user?.id)
  const queries = useQueryClient()
  const [edited, edit] = useState<Person | 'new' | null>(null)
  const [newPinFor, askPin] = useState<Person | null>(null)
  const [leaving, askLeave] = useState<Person | null>(null)
  const act = useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSuccess: () => askLeave(null),
    onSettled: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  })
  const params = (person: Person) => ({ path: { user_id: person.id } })
  return (
    <Page
      title={t('nav.staff')}
      at={staff.dataUpdatedAt}
      actions={
        <Button look="main" onClick={() => edit('new')}>
          <Plus aria-hidden size={20} /> {t('staff.new')}
        </Button>
      }
    >
      <Fault error={leaving ? null : act.error} />
      {!staff.data && <Loading query={staff} skeleton={<CardsSkeleton />} />}
      <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
        {(staff.data ?? []).map((person) => (
          <li key={person.id} data-person={person.username} className={`flex flex-col gap-2 rounded-md border border-surface-2 bg-surface p-3 ${person.is_active ? '' : 'border-dashed border-border'}`}>
            <div className="flex items-center gap-3">
              <span aria-hidden className="flex size-12 shrink-0 items-center justify-center rounded-full bg-surface-2 text-lg font-bold">
                {person.initials}
              </span>
              <div className="min-w-0 flex-1 leading-tight">
                <h2 className="text-lg font-semibold break-words">{person.name}</h2>
                <p className="text-sm text-text-2">
                  {person.username} · {t(`role.${person.role}`)}
                </p>
              </div>
              {!person.is_active && <b className="text-sm font-semibold">{t('staff.left')}</b>}
            </div>
            {person.helps.length > 0 && (
              <p className="flex items-center gap-2">
                <HandHelping aria-hidden size={20} className="shrink-0" />
                {t('staff.helps', { name: person.name, names: person.helps.map((one) => one.name).join(', ') })}
              </p>
            )}
            <p className="text-sm text-text-2">{t('staff.orders', { n: person.active_orders })}</p>
            <div className="mt-auto flex flex-wrap gap-2">
              <Button onClick={() => edit(person)}>
                <Pencil aria-hidden size={20} /> {t('menu.edit')}
              </Button>
              {person.is_active ? (
                <>
                  <Button onClick={() => askPin(person)}>
                    <KeyRound aria-hidden size={20} /> {t('staff.newPin')}
                  </Button>
                  {person.id !== me && (
                    <Button look="danger" aria-label={t('staff.dismissTitle', { name: person.name })} onClick={() => askLeave(person)}>
                      <UserRoundX aria-hidden size={20} />
                    </Button>
                  )}
                </>
              ) : (
                <Button
                  disabled={act.isPending}
                  onClick={() => act.mutate(() => ask(api.PUT('/api/waiters/{user_id}', { params: params(person), body: { is_active: true } })))}
                >
                  <UserRoundCheck aria-hidden size={20} /> {t('staff.back')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {edited && <PersonDialog person={edited === 'new' ? null : edited} staff={staff.data ?? []} onClose={() => edit(null)} />}
      {newPinFor && <PinDialog person={newPinFor} onClose={() => askPin(null)} />}
      {leaving && (
        <ReasonlessDialog
          title={t('staff.dismissTitle', { name: leaving.name })}
          sentence={t('staff.dismissHint', { n: leaving.active_orders })}
          action={t('staff.dismiss')}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={() => act.mutate(() => ask(api.DELETE('/api/waiters/{user_id}', { params: params(leaving) })))}
          onClose={() => askLeave(null)}
        />
      )}
    </Page>
  )
}
