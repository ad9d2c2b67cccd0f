import { useEffect } from 'react'

import { api } from '../api/client'
import { useGate } from '../api/gate'

/** How often a shut house is asked, ms. */
const ASK_EVERY_MS = 30_000

/**
 * While the house is shut, ask every 30 s and when the phone wakes whether it works again. Health always answers,
 * so it tells that the box is there; a guarded call tells that the licence lets it work, and opens the gate.
 */
export function useWaitForOpening(): void {
  const isShut = useGate((gate) => gate.shut !== null)
  useEffect(() => {
    if (!isShut) return
    const look = () => void lookIn().catch(() => undefined)
    const timer = setInterval(look, ASK_EVERY_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [isShut])
}

async function lookIn(): Promise<void> {
  const { response } = await api.GET('/api/system/health')
  if (response.ok) await api.GET('/api/auth/me')
}
