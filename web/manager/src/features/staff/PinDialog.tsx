import { api, ask } from '@pos/shared/api/client'
import { useT } from '@pos/shared/i18n/translate'
import { snack } from '@pos/shared/ui/Snackbar'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { SaveDialog } from '../../ui/SaveDialog'
import { PinField } from './PinField'
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
  return (
    <SaveDialog
      title={t('staff.pinTitle', { name: person.name })}
      isReady={pin.length >= 4}
      isBusy={act.isPending}
      error={act.error}
      onSave={() => act.mutate()}
      onClose={onClose}
    >
      <p className="text-text-2">{t('staff.pinNothingStored')}</p>
      <PinField label={t('staff.newPin')} value={pin} onChange={setPin} />
    </SaveDialog>
  )
}
