import { type ComponentType, lazy } from 'react'

const waiting: (() => Promise<unknown>)[] = []

/** A component of a file that comes after the first paint. `fetchLater` brings all of them right after it. */
export function later<File, Name extends keyof File>(load: () => Promise<File>, name: Name): File[Name] {
  waiting.push(load)
  return lazy(async () => ({ default: (await load())[name] as ComponentType })) as File[Name]
}

/** Fetch everything that was put off; call after the first paint. A failure is met again, in words, when a part is used. */
export function fetchLater(): void {
  setTimeout(() => {
    for (const load of waiting) load().catch(() => undefined)
  }, 300)
}
