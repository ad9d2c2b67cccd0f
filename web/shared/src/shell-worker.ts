/** What of Vite's plugin interface this needs; shared does not depend on Vite. */
interface Emitter {
  emitFile(file: { type: 'asset'; fileName: string; source: string }): string
}
type Bundle = Record<string, { type: 'asset'; source: string | Uint8Array } | { type: 'chunk'; code: string }>

/**
 * A Vite plugin: writes `sw.js`, a service worker that knows the build's files by name.
 *
 * It keeps the shell on the phone and answers navigations under `base` with `index.html`; it touches nothing under
 * `/api`. A new one waits until the app tells it to take over. Browsers run it on HTTPS (and localhost) alone.
 *
 * @param base the app's path, `/waiter/`.
 * @param cache the start of the cache's name; apps of one origin share one list of caches.
 * @param extras files of `public/`, which are not part of the bundle.
 */
export function shellWorker({ base, cache, extras }: { base: string; cache: string; extras: string[] }) {
  return {
    name: 'shell-worker',
    enforce: 'post' as const,
    async generateBundle(this: Emitter, _options: unknown, bundle: Bundle) {
      const names = Object.keys(bundle).filter((name) => !name.endsWith('.map')).toSorted()
      const page = bundle['index.html']
      // every other name bears the hash of its contents
      const version = await digest(names.join() + (page?.type === 'asset' ? String(page.source) : ''))
      const source = worker(base, cache, version, [...names, ...extras].map((name) => base + name))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  }
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(bytes.slice(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function worker(base: string, cache: string, version: string, files: string[]): string {
  return `// Keeps the shell of ${base} on the phone; written by the build.
const OWN = ${JSON.stringify(`${cache}.`)}
const SHELL = OWN + ${JSON.stringify(version)}
const PAGE = ${JSON.stringify(`${base}index.html`)}
const FILES = ${JSON.stringify(files)}

const keep = async () => (await caches.open(SHELL)).addAll(FILES.map((file) => new Request(file, { cache: 'reload' })))
const forgetOld = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== SHELL)
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
}
const kept = async (path, request) => (await (await caches.open(SHELL)).match(path)) ?? fetch(request)

self.addEventListener('install', (event) => event.waitUntil(keep()))
self.addEventListener('activate', (event) => event.waitUntil(forgetOld()))
self.addEventListener('message', (event) => event.data === 'take-over' && self.skipWaiting())
self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return
  if (mode === 'navigate' && pathname.startsWith(${JSON.stringify(base)})) event.respondWith(kept(PAGE, event.request))
  else if (FILES.includes(pathname)) event.respondWith(kept(pathname, event.request))
})
`
}
