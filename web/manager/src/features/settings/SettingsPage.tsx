import { useSession } from '@pos/shared/session/session'
import { setLanguage, useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { prefer, usePreferences } from '@pos/shared/preferences'

import { Chips } from '../../ui/Chips'
import { Page } from '../../ui/Page'
import { BackupCard } from './BackupCard'
import { CheckCard } from './CheckCard'
import { CoursesCard } from './CoursesCard'
import { useHealth } from './health'
import { HouseCard } from './HouseCard'
import { LicenceCard } from './LicenceCard'
import { PairingCard } from './PairingCard'

/** The check before service, the restaurant, backups, the licence, phones, and how this screen looks. */
export function SettingsPage() {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const { theme, textSize } = usePreferences()
  const name = useSession((session) => session.user?.name ?? '')
  return (
    <Page title={t('settings.title')} at={useHealth().dataUpdatedAt}>
      <div className="gap-3 *:mb-3 *:break-inside-avoid xl:columns-2">
        <CheckCard />
        <HouseCard />
        <BackupCard />
        <LicenceCard />
        <PairingCard />
        <CoursesCard />
        <section className="flex flex-col gap-3 rounded-md border border-surface-2 bg-surface p-4">
          <h2 className="text-lg font-semibold">{t('settings.screen')}</h2>
          <p className="text-text-2">{t('app.you', { name })}</p>
          <Chips
            label={t('settings.language')}
            value={language}
            onChange={(value) => void setLanguage(value)}
            options={[
              { value: 'el', label: 'Ελληνικά' },
              { value: 'en', label: 'English' },
            ]}
          />
          <Chips
            label={t('settings.theme')}
            value={theme}
            onChange={(value) => prefer({ theme: value })}
            options={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
          />
          <Chips
            label={t('settings.textSize')}
            value={textSize}
            onChange={(value) => prefer({ textSize: value })}
            options={(['100', '115', '130'] as const).map((value) => ({ value, label: `${value} %` }))}
          />
        </section>
      </div>
    </Page>
  )
}
