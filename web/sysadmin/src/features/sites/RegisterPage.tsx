import type { Secret } from '@pos/shared/cloud-api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Link } from '@tanstack/react-router'
import { CircleCheck, LoaderCircle } from 'lucide-react'
import { useState } from 'react'

import { ask, cloud } from '../../cloud/client'
import { useSite } from '../../cloud/queries'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { useAct } from '../../ui/use-act'
import { SecretPanel } from './SecretPanel'
import { isComplete, NO_FACTS, SiteFields } from './SiteFields'

/** A new restaurant: its facts, then its key, then the first word of its box. */
export function RegisterPage() {
  const t = useT()
  const [secret, setSecret] = useState<Secret | null>(null)
  const [waitsFor, setWaitsFor] = useState<{ siteId: string; name: string } | null>(null)
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4">
      <h1 tabIndex={-1} className="text-2xl font-bold">
        {secret !== null ? t('register.key', { name: secret.site.name }) : waitsFor === null ? t('register.title') : waitsFor.name}
      </h1>
      {secret !== null ? (
        <SecretPanel
          secret={secret}
          onSaved={() => {
            setWaitsFor({ siteId: secret.site_id, name: secret.site.name })
            setSecret(null)
          }}
        />
      ) : waitsFor === null ? (
        <RegisterForm onRegistered={setSecret} />
      ) : (
        <FirstWord siteId={waitsFor.siteId} />
      )}
    </div>
  )
}

function RegisterForm({ onRegistered }: { onRegistered: (secret: Secret) => void }) {
  const t = useT()
  const [facts, setFacts] = useState(NO_FACTS)
  const [until, setUntil] = useState(inAYear)
  const register = useAct(
    () =>
      ask(
        cloud.POST('/api/sites/', { body: { ...facts, offline_hours: Number(facts.offline_hours), licensed_until: until } }),
      ),
    onRegistered,
  )
  const isReady = isComplete(facts) && until !== '' && !register.isBusy
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) void register.run()
      }}
    >
      <SiteFields facts={facts} onChange={setFacts} />
      <Field type="date" label={t('register.until')} hint={t('register.untilHint')} value={until} onChange={setUntil} required className="sm:max-w-xs" />
      <Fault error={register.error} />
      <Button type="submit" look="main" disabled={!isReady}>
        {t('register.go')}
      </Button>
    </form>
  )
}

/** Turns green by itself when the box has been heard. */
function FirstWord({ siteId }: { siteId: string }) {
  const t = useT()
  const [isHeard, setHeard] = useState(false)
  const query = useSite(siteId, !isHeard)
  if (!isHeard && query.data?.last_seen_at) setHeard(true)
  return (
    <div role="status" className={`flex flex-col items-center gap-4 rounded-md p-8 text-center ${isHeard ? 'bg-paid text-on-paid' : 'bg-surface'}`}>
      {isHeard ? <CircleCheck aria-hidden size={48} /> : <LoaderCircle aria-hidden size={48} className="animate-spin text-accent" />}
      <p className="text-xl font-semibold">{isHeard ? t('register.heard') : t('register.waiting')}</p>
      {!isHeard && <p className="text-text-2">{t('register.waitingHint')}</p>}
      <Link
        to="/sites/$siteId"
        params={{ siteId }}
        className={`inline-flex min-h-12 items-center rounded-md border px-4 font-semibold ${isHeard ? 'border-current' : 'border-border'}`}
      >
        {t('register.toSite')}
      </Link>
    </div>
  )
}

function inAYear(): string {
  const date = new Date()
  date.setFullYear(date.getFullYear() + 1)
  return date.toISOString().slice(0, 10)
}
