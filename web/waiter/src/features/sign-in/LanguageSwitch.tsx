import { setLanguage, useLanguageState } from '@pos/shared/i18n/language'
import { Button } from '@pos/shared/ui/Button'

/** The other language, in its own words: who can't read this screen finds it. */
export function LanguageSwitch() {
  const language = useLanguageState((state) => state.language)
  const other = language === 'el' ? 'en' : 'el'
  return (
    <Button look="quiet" lang={other} onClick={() => void setLanguage(other)}>
      {other === 'el' ? 'Ελληνικά' : 'English'}
    </Button>
  )
}
