import { Refusal } from '@pos/shared/api/problems'
import type { SiteDetail } from '@pos/shared/cloud-api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useState } from 'react'

import { momentThere, relative } from '../../app/time'
import { ask, cloud } from '../../cloud/client'
import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { useAct } from '../../ui/use-act'

type When = 'now' | 'close_of_business'

/** Shut a restaurant: why, when, and the sentence that its people will read. */
export function LockDialog({ site, onClose }: { site: SiteDetail; onClose: () => void }) {
  const t = useT()
  const [reason, setReason] = useState(site.lock_reason ?? '')
  const [when, setWhen] = useState<When>('close_of_business')
  const lock = useAct(
    (confirmed: number | null) =>
      ask(
        cloud.POST('/api/sites/{site_id}/lock', {
          params: { path: { site_id: site.site_id } },
          body: { reason: reason.trim(), when, confirm_locks: confirmed },
        }),
      ),
    onClose,
  )
  const brake = lock.error instanceof Refusal && lock.error.problem?.code === 'mass-lock-brake' ? lock.error.problem : null
  const isReady = reason.trim() !== '' && !lock.isBusy
  return (
    <Dialog
      title={t('lock.title', { name: site.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('act.leave')}</Button>
          <Button look="danger" disabled={!isReady} onClick={() => void lock.run(brake === null ? null : Number(brake.locks))}>
            {brake === null ? t('act.lock') : t('lock.confirmBrake', { n: Number(brake.locks) })}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady && brake === null) void lock.run(null)
        }}
      >
        <Field label={t('lock.reason')} value={reason} onChange={setReason} maxLength={300} hint={t('lock.reasonHint')} />
        <WhenChoice site={site} when={when} onChange={setWhen} />
        <Preview reason={reason.trim()} />
        <Fault error={lock.error} />
      </form>
    </Dialog>
  )
}

function WhenChoice({ site, when, onChange }: { site: SiteDetail; when: When; onChange: (when: When) => void }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const closes = momentThere(language, site.closes_at, site.time_zone)
  const seen = site.last_seen_at === null ? t('site.never') : relative(language, site.last_seen_at, site.now)
  const choices: [When, string, string][] = [
    ['close_of_business', t('lock.atClose'), t('lock.atCloseEffect', { at: closes, zone: site.time_zone })],
    ['now', t('lock.now'), t('lock.nowEffect', { seen })],
  ]
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-sm text-text-2">{t('lock.when')}</legend>
      {choices.map(([value, name, effect]) => (
        <label
          key={value}
          className="grid min-h-12 cursor-pointer grid-cols-[auto_1fr] items-center gap-x-3 rounded-md border border-border p-3"
        >
          <input
            type="radio"
            name="when"
            value={value}
            checked={when === value}
            onChange={() => onChange(value)}
            className="size-5 accent-accent"
          />
          <span className="font-semibold">{name}</span>
          <span className="col-start-2 text-sm text-text-2">{effect}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** The locked screen's own words, around the reason as it is typed. */
function Preview({ reason }: { reason: string }) {
  const t = useT()
  return (
    <figure className="rounded-md bg-surface-2 p-4">
      <figcaption className="pb-2 text-sm text-text-2">{t('lock.preview')}</figcaption>
      <p className="text-lg font-bold">{t('shut.locked')}</p>
      <p className="break-words">{reason || t('lock.previewEmpty')}</p>
      <p className="text-text-2">{t('shut.resumes')}</p>
    </figure>
  )
}
