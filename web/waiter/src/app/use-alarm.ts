import type { Alert } from '@pos/shared/api/shapes'
import { useEffect, useRef } from 'react'

/** Two long vibrations for each alert that was not there before. */
export function useAlarm(alerts: readonly Alert[]): void {
  const known = useRef(new Set<number>())
  useEffect(() => {
    const isNew = alerts.some((alert) => !known.current.has(alert.id))
    known.current = new Set(alerts.map((alert) => alert.id))
    if (isNew) navigator.vibrate?.([600, 200, 600])
  }, [alerts])
}
