/** Run something when the screen comes back: unlocked phone, tab in front, network reported. Returns the way to stop. */
export function onWake(act: () => void): () => void {
  const ifVisible = () => {
    if (document.visibilityState === 'visible') act()
  }
  document.addEventListener('visibilitychange', ifVisible)
  window.addEventListener('pageshow', ifVisible)
  window.addEventListener('online', act)
  return () => {
    document.removeEventListener('visibilitychange', ifVisible)
    window.removeEventListener('pageshow', ifVisible)
    window.removeEventListener('online', act)
  }
}
