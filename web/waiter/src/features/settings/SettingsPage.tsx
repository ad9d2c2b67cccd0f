import { setLanguage, useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { useOutbox } from '@pos/shared/outbox/house-outbox'
import { type Hand, prefer, type TextSize, type Theme, usePreferences } from '@pos/shared/preferences'
import { canKeepAwake } from '@pos/shared/keep-awake'
import { forgetSession, useSession } from '@pos/shared/session/session'
import { Button } from '@pos/shared/ui/Button'
import { PageHeader } from '@pos/shared/ui/PageHeader'
import { LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'

import { Choice } from './Choice'
import { ConnectionTest } from './ConnectionTest'

const THEMES: Theme[] = ['auto', 'light', 'dark']
const HANDS: Hand[] = ['right', 'left']
const SIZES: TextSize[] = ['100', '115', '130']

/** How this phone shows the app, whether all is well, and the way out. `children` stand on top: a new version. */
export function SettingsPage({ children }: { children?: ReactNode }) {
  const t = useT()
  const [, go] = useLocation()
  const language = useLanguageState((state) => state.language)
  const { theme, textSize, hand, sound, keepAwake } = usePreferences()
  const user = useSession((session) => session.user)
  const mine = useOutbox().jobs.filter((job) => job.userId === user?.id).length
  const onOff = [
    { value: 'on' as const, text: t('settings.on') },
    { value: 'off' as const, text: t('settings.off') },
  ]
  return (
    <>
      <PageHeader title={t('settings.title')} backLabel={t('action.backToTables')} onBack={() => go('/')} />
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
        {children}
        <Choice
          title={t('settings.language')}
          value={language}
          options={[
            { value: 'el', text: 'Ελληνικά' },
            { value: 'en', text: 'English' },
          ]}
          onChoose={(next) => void setLanguage(next)}
        />
        <Choice
          title={t('settings.theme')}
          value={theme}
          options={THEMES.map((value) => ({ value, text: t(`settings.theme.${value}`) }))}
          onChoose={(next) => prefer({ theme: next })}
        />
        <Choice
          title={t('settings.textSize')}
          value={textSize}
          options={SIZES.map((value) => ({ value, text: `${value}%` }))}
          onChoose={(next) => prefer({ textSize: next })}
        />
        <Choice
          title={t('settings.hand')}
          value={hand}
          options={HANDS.map((value) => ({ value, text: t(`settings.hand.${value}`) }))}
          onChoose={(next) => prefer({ hand: next })}
        />
        <Choice
          title={t('settings.sound')}
          value={sound ? 'on' : 'off'}
          options={onOff}
          onChoose={(next) => prefer({ sound: next === 'on' })}
        />
        {canKeepAwake() ? (
          <Choice
            title={t('settings.awake')}
            value={keepAwake ? 'on' : 'off'}
            options={onOff}
            onChoose={(next) => prefer({ keepAwake: next === 'on' })}
          />
        ) : (
          <p className="text-text-2">{t('settings.awakeNot')}</p>
        )}
        <ConnectionTest />
        <section className="mt-auto flex flex-col gap-2">
          <p className="text-text-2">{t('settings.signedIn', { name: user?.name ?? '' })}</p>
          {mine > 0 && <p className="font-semibold">{t('settings.stayUntilSent', { n: mine })}</p>}
          <Button
            disabled={mine > 0}
            onClick={() => {
              forgetSession()
              go('/')
            }}
          >
            <LogOut aria-hidden size={20} /> {t('settings.signOut')}
          </Button>
        </section>
      </div>
    </>
  )
}
