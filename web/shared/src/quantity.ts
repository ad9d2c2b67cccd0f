/** Thousandths of a unit: 2000 is two portions, 450 is 0.450 kg. Kept as an integer for the reason money is. */
export type Milli = number

/** Most a line may hold, by the box's rule. */
export const MAX_QUANTITY: Milli = 999_000

/** `"2"` -> 2000, `"0.450"` -> 450. Throws RangeError on anything else. */
export function quantityFromWire(text: string): Milli {
  const parts = /^(\d{1,4})(?:\.(\d{1,3}))?$/.exec(text)
  if (!parts) throw new RangeError(`'${text}' is not a quantity.`)
  return Number(parts[1]) * 1000 + Number((parts[2] ?? '').padEnd(3, '0'))
}

/** 2000 -> `"2"`, 450 -> `"0.450"`. */
export function quantityToWire(milli: Milli): string {
  return milli % 1000 === 0 ? String(milli / 1000) : (milli / 1000).toFixed(3)
}

/** As shown to a person: no zeros at the end, comma in Greek. */
export function quantityText(milli: Milli, language: 'el' | 'en'): string {
  const text = String(milli / 1000)
  return language === 'el' ? text.replace('.', ',') : text
}

/** What a person typed, with `,` or `.`: `"0,45"` -> 450; null when it is not a quantity. */
export function quantityFromTyped(text: string): Milli | null {
  const parts = /^(\d{1,4})(?:[.,](\d{0,3}))?$/.exec(text.trim())
  return parts ? Number(parts[1]) * 1000 + Number((parts[2] ?? '').padEnd(3, '0')) : null
}

/** 450 -> `"0,45"`: what a pad starts with. */
export function quantityTyped(milli: Milli): string {
  return String(milli / 1000).replace('.', ',')
}
