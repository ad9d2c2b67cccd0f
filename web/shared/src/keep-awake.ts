import { usePreferences } from './preferences'

/** Can this browser keep the screen on? On plain HTTP none can. */
export function canKeepAwake(): boolean {
  return 'wakeLock' in navigator
}

/** Keep the screen on while the app is in front, if this phone was asked to. Returns the way to stop. */
export function keepAwake(): () => void {
  let held: WakeLockSentinel | null = null
  const settle = async () => {
    const wanted = usePreferences.getState().keepAwake && canKeepAwake() && document.visibilityState === 'visible'
    if (wanted && (!held || held.released)) held = await navigator.wakeLock.request('screen').catch(() => null)
    if (!wanted) {
      await held?.release()
      held = null
    }
  }
  const again = () => void settle()
  const stop = usePreferences.subscribe(again)
  document.addEventListener('visibilitychange', again)
  again()
  return () => {
    stop()
    document.removeEventListener('visibilitychange', again)
  }
}
