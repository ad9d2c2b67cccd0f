import { setLanguage, useLanguageState } from '../i18n/language'
import { Button } from '../ui/Button'

/** The other language, named in itself. */
export function LanguageButton() {
  const language = useLanguageState((state) => state.language)
  const other = language === 'el' ? 'en' : 'el'
  return (
    <Button look="bare" lang={other} onClick={() => void setLanguage(other)}>
      {other === 'en' ? 'English' : 'Ελληνικά'}
    </Button>
  )
}
