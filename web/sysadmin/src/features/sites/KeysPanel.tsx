import type { Secret, SiteDetail } from '@pos/shared/cloud-api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'

import { moment } from '../../app/time'
import { ask, cloud } from '../../cloud/client'
import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { useAct } from '../../ui/use-act'
import { SecretPanel } from './SecretPanel'

const MOST_KEYS = 2

/** The keys in use: a second one beside the first, then the first is revoked; the box works on all the while. */
export function KeysPanel({ site }: { site: SiteDetail }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const [secret, setSecret] = useState<Secret | null>(null)
  const [revoked, setRevoked] = useState<number | null>(null)
  const make = useAct(
    () => ask(cloud.POST('/api/sites/{site_id}/keys', { params: { path: { site_id: site.site_id } } })),
    setSecret,
  )
  const revoke = useAct(
    (id: number) =>
      ask(cloud.DELETE('/api/sites/{site_id}/keys/{key_id}', { params: { path: { site_id: site.site_id, key_id: id } } })),
    () => setRevoked(null),
  )
  return (
    <>
      <ul className="flex flex-col gap-2">
        {site.keys.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-3">
            <KeyRound aria-hidden size={18} className="text-text-2" />
            <span className="flex-1">{t('keys.made', { at: moment(language, key.created_at) })}</span>
            {site.keys.length > 1 && (
              <Button look="danger" onClick={() => setRevoked(key.id)}>
                {t('keys.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button className="mt-3" disabled={make.isBusy || site.keys.length >= MOST_KEYS} onClick={() => void make.run()}>
        {t('keys.rotate')}
      </Button>
      <p className="pt-2 text-sm text-text-2">{site.keys.length >= MOST_KEYS ? t('keys.two') : t('keys.hint')}</p>
      <Fault error={make.error} />
      {secret !== null && (
        <Dialog isWide title={t('keys.new')} onClose={() => undefined}>
          <SecretPanel secret={secret} onSaved={() => setSecret(null)} />
        </Dialog>
      )}
      {revoked !== null && (
        <Dialog
          title={t('keys.revokeTitle', { name: site.name })}
          onClose={() => setRevoked(null)}
          footer={
            <>
              <Button onClick={() => setRevoked(null)}>{t('act.leave')}</Button>
              <Button look="danger" disabled={revoke.isBusy} onClick={() => void revoke.run(revoked)}>
                {t('keys.revoke')}
              </Button>
            </>
          }
        >
          <p>{t('keys.revokeEffect')}</p>
          <Fault error={revoke.error} />
        </Dialog>
      )}
    </>
  )
}
