import { useT } from '@pos/shared/i18n/translate'

import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'

/** What a person may type about a restaurant. */
export interface SiteFacts {
  name: string
  owner_name: string
  contact_email: string
  contact_phone: string
  note: string
  time_zone: string
  offline_hours: string
}

export const NO_FACTS: SiteFacts = {
  name: '',
  owner_name: '',
  contact_email: '',
  contact_phone: '',
  note: '',
  time_zone: 'Europe/Athens',
  offline_hours: '24',
}

/** The hours that a box may work on without us: a day up to a month. */
const HOURS = [24, 48, 72, 168, 336, 720]

/** Is everything there that the cloud asks for? */
export function isComplete(facts: SiteFacts): boolean {
  return facts.name.trim() !== '' && facts.owner_name.trim() !== '' && /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(facts.contact_email.trim())
}

/** The form's fields. */
export function SiteFields({ facts, onChange }: { facts: SiteFacts; onChange: (facts: SiteFacts) => void }) {
  const t = useT()
  const zones = Intl.supportedValuesOf('timeZone')
  const known = zones.includes(facts.time_zone) ? zones : [facts.time_zone, ...zones]
  const hours = HOURS.includes(Number(facts.offline_hours)) ? HOURS : [Number(facts.offline_hours), ...HOURS]
  const set = (name: keyof SiteFacts) => (value: string) => onChange({ ...facts, [name]: value })
  const isOddEmail = facts.contact_email !== '' && !isComplete({ ...facts, name: 'x', owner_name: 'x' })
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t('site.name')} value={facts.name} onChange={set('name')} maxLength={80} required />
      <Field label={t('site.owner')} value={facts.owner_name} onChange={set('owner_name')} maxLength={80} required />
      <Field
        label={t('site.email')}
        type="email"
        value={facts.contact_email}
        onChange={set('contact_email')}
        maxLength={254}
        required
        fault={isOddEmail ? t('site.emailOdd') : undefined}
      />
      <Field label={t('site.phone')} type="tel" value={facts.contact_phone} onChange={set('contact_phone')} maxLength={30} />
      <Select
        label={t('site.timeZone')}
        value={facts.time_zone}
        onChange={set('time_zone')}
        options={known.map((zone) => ({ value: zone, label: zone }))}
      />
      <Select
        label={t('site.offlineHours')}
        value={facts.offline_hours}
        onChange={set('offline_hours')}
        options={hours.map((n) => ({ value: String(n), label: t('site.hours', { n }) }))}
      />
      <Field label={t('site.note')} hint={t('site.noteHint')} value={facts.note} onChange={set('note')} maxLength={500} className="sm:col-span-2" />
    </div>
  )
}
