import type { SiteDetail } from '@pos/shared/cloud-api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { useAct } from '../../ui/use-act'
import { changeSite } from './change-site'
import { isComplete, SiteFields } from './SiteFields'

/** Correct what is known of a restaurant. */
export function EditDialog({ site, onClose }: { site: SiteDetail; onClose: () => void }) {
  const t = useT()
  const [facts, setFacts] = useState({ ...site, offline_hours: String(site.offline_hours) })
  const save = useAct(
    () =>
      changeSite(site, {
        name: facts.name,
        owner_name: facts.owner_name,
        contact_email: facts.contact_email,
        contact_phone: facts.contact_phone,
        note: facts.note,
        time_zone: facts.time_zone,
        offline_hours: Number(facts.offline_hours),
      }),
    onClose,
  )
  return (
    <Dialog
      isWide
      title={t('edit.title', { name: site.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('act.leave')}</Button>
          <Button look="main" disabled={save.isBusy || !isComplete(facts)} onClick={() => void save.run()}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <SiteFields facts={facts} onChange={(next) => setFacts({ ...facts, ...next })} />
      <Fault error={save.error} />
    </Dialog>
  )
}
