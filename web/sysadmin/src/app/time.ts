import type { Language } from '@pos/shared/i18n/language'

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** `in 12 days`, `4 min ago`. Both are ISO 8601; `now` is the cloud's clock, since the browser's may be wrong. */
export function relative(language: Language, at: string, now: string): string {
  const seconds = (Date.parse(at) - Date.parse(now)) / 1_000
  const words = new Intl.RelativeTimeFormat(language)
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit)
  }
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(seconds), 'second')
}

/** Date and time of day in this browser's zone. */
export function moment(language: Language, at: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))
}

/** Date and time of day where the restaurant is. */
export function momentThere(language: Language, at: string, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at))
}

/** A day without a time: `2027-01-31`. */
export function day(language: Language, date: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
}

/** A length of time in its largest unit: `3 days`. */
export function span(language: Language, seconds: number): string {
  const [unit, length] = UNITS.find(([, one]) => seconds >= one) ?? ['second', 1]
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.trunc(seconds / length))
}
