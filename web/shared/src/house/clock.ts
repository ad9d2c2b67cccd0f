import { useEffect, useState } from 'react'

import type { Translate } from '../i18n/translate'

/** The time in ms since the epoch, drawn again every `everyMs`; screens show minutes, so 15 s is plenty. */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

/** Whole minutes since an ISO 8601 moment, never below zero (a phone's clock may be behind the box's). */
export function minutesSince(iso: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(iso)) / 60_000))
}

/** How long ago, in words. */
export function ageText(t: Translate, minutes: number): string {
  return minutes === 0 ? t('age.now') : t('age.minutes', { n: minutes })
}
