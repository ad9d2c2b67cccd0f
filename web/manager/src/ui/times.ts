import type { Language } from '@pos/shared/i18n/language'

const REGIONS: Record<Language, string> = { el: 'el-GR', en: 'en-IE' }

/** `21:04` of an ISO 8601 moment, in the time of this device. */
export function clockText(iso: string): string {
  return new Date(iso).toLocaleTimeString('el-GR', { hour: '2-digit', minute: '2-digit', hour12: false })
}

/** `Δευ 5/6, 21:04`. */
export function momentText(iso: string, language: Language): string {
  const day = new Date(iso).toLocaleDateString(REGIONS[language], { weekday: 'short', day: 'numeric', month: 'numeric' })
  return `${day}, ${clockText(iso)}`
}

/** A business day, `2026-06-05`, as a person says it. */
export function dayText(day: string, language: Language): string {
  return new Date(`${day}T12:00:00`).toLocaleDateString(REGIONS[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
}

/** So many days later (or before, below zero), `2026-06-05` -> `2026-06-12`. */
export function dayPlus(day: string, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}
