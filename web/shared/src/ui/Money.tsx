import { useLanguageState } from '../i18n/language'
import { type Cents, moneyText } from '../money'

/** An amount in the language of the screen, with digits of equal width. The only place where money becomes text. */
export function Money({ cents, className = '' }: { cents: Cents; className?: string }) {
  const language = useLanguageState((state) => state.language)
  return <span className={`tabular-nums whitespace-nowrap ${className}`}>{moneyText(cents, language)}</span>
}
