import { contactName } from '@pos/shared/api/shut-words'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Loading } from '@pos/shared/ui/Loading'
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'

import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { dayText } from '../../ui/times'
import { useHealth } from './health'

const ICONS = { active: CircleCheck, grace: TriangleAlert, expired: CircleX, locked: CircleX, unlicensed: CircleX }

/** Until when the system may work, and whom to call about it. */
export function LicenceCard() {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const health = useHealth()
  const licence = health.data?.license
  const Icon = ICONS[licence?.state ?? 'active']
  return (
    <section className="flex flex-col gap-2 rounded-md border border-surface-2 bg-surface p-4">
      <h2 className="text-lg font-semibold">{t('licence.title')}</h2>
      {!licence && <Loading query={health} skeleton={<ListSkeleton rows={2} />} />}
      {licence && (
        <>
          <p data-licence={licence.state} className="flex items-center gap-2 font-semibold">
            <Icon aria-hidden size={22} className={licence.state === 'active' ? '' : 'text-problem'} /> {t(`licence.state.${licence.state}`)}
          </p>
          {licence.state === 'grace' && <p>{t('licence.grace', { n: Math.max(0, Math.floor(licence.hours_left ?? 0)) })}</p>}
          {licence.expires_at && <p>{t('licence.until', { day: dayText(licence.expires_at.slice(0, 10), language) })}</p>}
          {licence.lock_at && <p className="font-semibold text-problem">{t('licence.lockAt', { day: dayText(licence.lock_at.slice(0, 10), language) })}</p>}
          <p className="text-text-2">{t('licence.call', { who: contactName(t, licence.call) })}</p>
          <p className="text-sm text-text-2">{t('licence.version', { version: health.data?.version ?? '' })}</p>
        </>
      )}
    </section>
  )
}
