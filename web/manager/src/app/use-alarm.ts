import type { Alert } from '@pos/shared/api/shapes'
import { useEffect, useRef } from 'react'

/** One sound for alerts that were not there before; not for those that were there when the page was opened. */
export function useAlarm(alerts: readonly Alert[] | undefined): void {
  const known = useRef<Set<number> | null>(null)
  useEffect(() => {
    if (!alerts) return
    const isNew = known.current !== null && alerts.some((alert) => !known.current?.has(alert.id))
    known.current = new Set(alerts.map((alert) => alert.id))
    if (isNew) ring()
  }, [alerts])
}

/** Two tones of a fifth of a second. A browser that allows no sound before the first tap stays silent. */
function ring(): void {
  const audio = new AudioContext()
  const gain = audio.createGain()
  gain.gain.value = 0.2
  gain.connect(audio.destination)
  for (const [at, hertz] of [[0, 880], [0.25, 660]] as const) {
    const tone = audio.createOscillator()
    tone.frequency.value = hertz
    tone.connect(gain)
    tone.start(audio.currentTime + at)
    tone.stop(audio.currentTime + at + 0.2)
  }
  setTimeout(() => void audio.close(), 1_000)
}
