import type { SiteDetail } from '@pos/shared/cloud-api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import { ask, cloud } from '../../cloud/client'
import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { useAct } from '../../ui/use-act'

/** End a restaurant's registration for good: its name must be typed. */
export function DeregisterDialog({ site, onClose }: { site: SiteDetail; onClose: () => void }) {
  const t = useT()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const end = useAct(
    () =>
      ask(
        cloud.DELETE('/api/sites/{site_id}', { params: { path: { site_id: site.site_id }, query: { name: typed.trim() } } }),
      ),
    () => void navigate({ to: '/' }),
  )
  const isReady = typed.trim() === site.name && !end.isBusy
  return (
    <Dialog
      title={t('deregister.title', { name: site.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('act.leave')}</Button>
          <Button look="danger" disabled={!isReady} onClick={() => void end.run()}>
            {t('act.deregister')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void end.run()
        }}
      >
        <p>{t('deregister.effect')}</p>
        <Field label={t('deregister.type', { name: site.name })} value={typed} onChange={setTyped} autoComplete="off" />
        <Fault error={end.error} />
      </form>
    </Dialog>
  )
}
