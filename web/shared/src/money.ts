import type { Language } from './i18n/language'

/** Integer minor units of the euro; 1250 is 12,50 €. Money is never a float. */
export type Cents = number

const WIRE = /^(-?)(\d{1,9})\.(\d{2})$/
const TYPED = /^(\d{1,7})(?:[.,](\d{1,2})?)?$/

/** `"12.50"` -> 1250. Throws RangeError when the text is not a decimal string with two places. */
export function fromWire(text: string): Cents {
  const parts = WIRE.exec(text)
  if (!parts) throw new RangeError(`'${text}' is not an amount of money.`)
  const cents = Number(parts[2]) * 100 + Number(parts[3])
  return parts[1] === '-' && cents !== 0 ? -cents : cents
}

/** 1250 -> `"12.50"`. */
export function toWire(cents: Cents): string {
  const amount = Math.abs(cents)
  return `${cents < 0 ? '-' : ''}${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, '0')}`
}

/** What a person typed, with `,` or `.`, in cents; null when it is not an amount. */
export function fromTyped(text: string): Cents | null {
  const parts = TYPED.exec(text.trim())
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : null
}

/** Price of a quantity in thousandths, rounded half up once per line, as the box does. */
export function times(unitCents: Cents, quantityMilli: number): Cents {
  return Math.floor((unitCents * quantityMilli + 500) / 1000)
}

const formats: Partial<Record<Language, Intl.NumberFormat>> = {}
const regions: Record<Language, string> = { el: 'el-GR', en: 'en-IE' }

/** `27,50 €` in Greek, `€27.50` in English. Screens use `<Money>`; this is for spoken labels. */
export function moneyText(cents: Cents, language: Language): string {
  formats[language] ??= new Intl.NumberFormat(regions[language], { style: 'currency', currency: 'EUR' })
  return formats[language].format(cents / 100)
}
