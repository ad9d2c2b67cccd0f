import type { Alert } from '@pos/shared/api/shapes'
import { ring } from '@pos/shared/ring'
import { useEffect, useRef } from 'react'

/** Two long vibrations and a sound, where allowed, for each alert that was not there before. */
export function useAlarm(alerts: readonly Alert[]): void {
  const known = useRef(new Set<number>())
  useEffect(() => {
    const isNew = alerts.some((alert) => !known.current.has(alert.id))
    known.current = new Set(alerts.map((alert) => alert.id))
    if (!isNew) return
    navigator.vibrate?.([600, 200, 600])
    ring()
  }, [alerts])
}
