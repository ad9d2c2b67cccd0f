import { useLanguageState } from '../i18n/language'
import { type Cents, moneyText } from '../money'

/** As wide as a digit. */
const FIGURE_SPACE = '\u2007'

/**
 * An amount in the language of the screen, with digits of equal width. The only place where money becomes text.
 * `digits`: room for so many before the decimal sign, so that the text begins at one place while the amount changes.
 */
export function Money({ cents, className = '', digits = 1 }: { cents: Cents; className?: string; digits?: number }) {
  const language = useLanguageState((state) => state.language)
  const room = moneyText(10 ** (digits + 1), language).length
  return (
    <span className={`tabular-nums whitespace-nowrap ${className}`}>{moneyText(cents, language).padStart(room, FIGURE_SPACE)}</span>
  )
}
