/** Same-origin apps share one localStorage and one IndexedDB, so every key starts with the app's own name. */
let appName = 'waiter'

/** Called once, first thing, by each app's `main.tsx`. */
export function setAppName(name: 'waiter' | 'manager' | 'sysadmin'): void {
  appName = name
}

/** `session` -> `pos.waiter.session`. */
export function storageKey(name: string): string {
  return `pos.${appName}.${name}`
}

/** What is kept under a key of this app; null when there is nothing, or storage is refused (private mode). */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(storageKey(name))
  } catch {
    return null
  }
}

/** Keep a small text on this phone, or forget it with null. A refused storage costs the memory, never the act. */
export function remember(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(storageKey(name))
    else localStorage.setItem(storageKey(name), text)
  } catch {
    // private mode or a full disk: the app works on, it only forgets
  }
}
