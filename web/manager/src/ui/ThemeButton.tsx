import { useT } from '@pos/shared/i18n/translate'
import { prefer, usePreferences } from '@pos/shared/preferences'
import { Button } from '@pos/shared/ui/Button'
import { Moon, Sun, SunMoon } from 'lucide-react'

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const
const ICONS = { auto: SunMoon, light: Sun, dark: Moon }

/** Light, dark, or as the device has it: one tap to the next. */
export function ThemeButton() {
  const t = useT()
  const theme = usePreferences((state) => state.theme)
  const Icon = ICONS[theme]
  const label = `${t('settings.theme')}: ${t(`settings.theme.${theme}`)}`
  return (
    <Button look="bare" aria-label={label} title={label} onClick={() => prefer({ theme: NEXT[theme] })}>
      <Icon aria-hidden size={22} />
    </Button>
  )
}
