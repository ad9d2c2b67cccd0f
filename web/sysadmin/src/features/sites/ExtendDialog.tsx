import type { SiteChange, SiteDetail } from '@pos/shared/cloud-api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useState } from 'react'

import { day } from '../../app/time'
import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { useAct } from '../../ui/use-act'
import { changeSite } from './change-site'

/** A month, a year, or until a day. */
export function ExtendDialog({ site, onClose }: { site: SiteDetail; onClose: () => void }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const [until, setUntil] = useState(site.licensed_until)
  const extend = useAct((change: SiteChange) => changeSite(site, change), onClose)
  const isSooner = until !== '' && until < site.licensed_until
  return (
    <Dialog title={t('extend.title', { name: site.name })} onClose={onClose}>
      <p className="pb-3">{t('extend.now', { day: day(language, site.licensed_until) })}</p>
      <div className="flex flex-wrap gap-2 pb-4">
        <Button look="main" disabled={extend.isBusy} onClick={() => void extend.run({ extend: 'month' })}>
          {t('extend.month')}
        </Button>
        <Button look="main" disabled={extend.isBusy} onClick={() => void extend.run({ extend: 'year' })}>
          {t('extend.year')}
        </Button>
      </div>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void extend.run({ licensed_until: until })
        }}
      >
        <Field type="date" label={t('extend.day')} value={until} onChange={setUntil} className="flex-1" />
        <Button type="submit" look={isSooner ? 'danger' : 'plain'} disabled={extend.isBusy || until === '' || until === site.licensed_until}>
          {isSooner ? t('extend.shorten') : t('extend.set')}
        </Button>
      </form>
      <p className="min-h-12 pt-2 text-sm text-text-2">{isSooner ? t('extend.shortenHint') : t('extend.hint')}</p>
      <Fault error={extend.error} />
    </Dialog>
  )
}
