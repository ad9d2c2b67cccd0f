import type { SiteDetail } from '@pos/shared/cloud-api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useState } from 'react'

import { ask, cloud } from '../../cloud/client'
import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { useAct } from '../../ui/use-act'

/** Let a restaurant work again. */
export function UnlockDialog({ site, onClose }: { site: SiteDetail; onClose: () => void }) {
  const t = useT()
  const [reason, setReason] = useState('')
  const unlock = useAct(
    () =>
      ask(
        cloud.POST('/api/sites/{site_id}/unlock', {
          params: { path: { site_id: site.site_id } },
          body: { reason: reason.trim() },
        }),
      ),
    onClose,
  )
  return (
    <Dialog
      title={t('unlock.title', { name: site.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('act.leave')}</Button>
          <Button look="main" disabled={unlock.isBusy} onClick={() => void unlock.run()}>
            {t('act.unlock')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void unlock.run()
        }}
      >
        <p>{t('unlock.effect')}</p>
        <Field label={t('unlock.reason')} value={reason} onChange={setReason} maxLength={300} />
        <Fault error={unlock.error} />
      </form>
    </Dialog>
  )
}
