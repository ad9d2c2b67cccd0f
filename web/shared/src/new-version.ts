import { create } from 'zustand'

import { onWake } from './wake'

/** Look for a new version this often, ms; and whenever the phone wakes. */
const LOOK_EVERY_MS = 30 * 60_000

/** `take` starts the new version; null while there is none. The app offers it and never takes it by itself. */
export const useNewVersion = create<{ take: (() => void) | null }>(() => ({ take: null }))

/**
 * Find out when the box serves another version than the one that runs. With a service worker (HTTPS) the new one waits
 * ready; without, the page names another script. Returns the way to stop.
 */
export function watchForNewVersion(base: string): () => void {
  const look = navigator.serviceWorker ? lookAtWorker(base) : () => lookAtPage(base)
  const again = () => void look().catch(() => undefined) // the box is away: later
  const timer = setInterval(again, LOOK_EVERY_MS)
  const stopWake = onWake(again)
  again()
  return () => {
    clearInterval(timer)
    stopWake()
  }
}

function lookAtWorker(base: string): () => Promise<void> {
  const workers = navigator.serviceWorker
  let registered: ServiceWorkerRegistration | null = null
  const offer = (waiting: ServiceWorker) =>
    useNewVersion.setState({
      take: () => {
        workers.addEventListener('controllerchange', () => location.reload(), { once: true })
        waiting.postMessage('take-over')
      },
    })
  return async () => {
    if (registered) {
      await registered.update()
      return
    }
    registered = await workers.register(`${base}sw.js`, { updateViaCache: 'none' })
    if (registered.waiting && workers.controller) offer(registered.waiting)
    registered.addEventListener('updatefound', () => {
      const fresh = registered?.installing
      fresh?.addEventListener('statechange', () => {
        if (fresh.state === 'installed' && workers.controller) offer(fresh)
      })
    })
  }
}

async function lookAtPage(base: string): Promise<void> {
  const running = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.getAttribute('src')
  const answer = await fetch(base, { cache: 'no-store' })
  const page = await answer.text()
  if (running && answer.ok && page.includes('<script') && !page.includes(`"${running}"`)) {
    useNewVersion.setState({ take: () => location.reload() })
  }
}
