import { api, ask } from '@pos/shared/api/client'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { snack } from '@pos/shared/ui/Snackbar'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import type { Person } from './StaffPage'

/** Another PIN for somebody. The one they have is stored nowhere as digits, so it can't be shown. */
export function PinDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT()
  const queries = useQueryClient()
  const [pin, setPin] = useState('')
  const act = useMutation({
    mutationFn: () => ask(api.PUT('/api/waiters/{user_id}', { params: { path: { user_id: person.id } }, body: { pin } })),
    onSuccess: () => {
      snack(t('staff.pinSet', { name: person.name }))
      onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  })
  const isReady = pin.length >= 4 && !act.isPending
  return (
    <Dialog
      title={t('staff.pinTitle', { name: person.name })}
      onClose={onClose}
      footer={
        <Button look="main" disabled={!isReady} onClick={() => act.mutate()}>
          {t('ui.save')}
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) act.mutate()
        }}
      >
        <p className="text-text-2">{t('staff.pinNothingStored')}</p>
        <Field
          label={t('staff.newPin')}
          value={pin}
          onChange={(text) => setPin(text.replaceAll(/\D/g, '').slice(0, 12))}
          inputMode="numeric"
          autoComplete="off"
          hint={t('staff.pinHint')}
        />
        <Fault error={act.error} />
      </form>
    </Dialog>
  )
}
