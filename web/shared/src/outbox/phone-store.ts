import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

import { storageKey } from '../app-name'
import type { Job, NewJob } from './job'

interface Phone extends DBSchema {
  jobs: { key: number; value: Job }
  /** Unsent lines of a waiter at a table, by `userId/tableId`; the app gives them their shape. */
  drafts: { key: string; value: unknown }
  /** The last known floor and menu, for a start without network. */
  kept: { key: string; value: { at: number; value: unknown } }
}

/** What this phone holds through reloads and flat batteries. */
export type PhoneStore = ReturnType<typeof phoneStore>

/** Open (or make) the app's one IndexedDB. `name` is for tests. */
export function phoneStore(name = storageKey('phone')) {
  let opened: Promise<IDBPDatabase<Phone>> | null = null
  const db = () =>
    (opened ??= openDB<Phone>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('jobs', { keyPath: 'id', autoIncrement: true })
        fresh.createObjectStore('drafts')
        fresh.createObjectStore('kept')
      },
      terminated: () => (opened = null),
    }))
  return {
    /** All jobs, oldest first. */
    jobs: async () => (await db()).getAll('jobs'),
    /** Store a job and drop the draft it was made of: both, or neither. Returns once it is on disk. */
    async addJob(job: NewJob, draftKey: string | null): Promise<void> {
      const write = (await db()).transaction(['jobs', 'drafts'], 'readwrite', { durability: 'strict' })
      const row = { ...job, state: 'waiting', problem: null } as unknown as Job
      await Promise.all([
        write.objectStore('jobs').add(row),
        draftKey === null ? null : write.objectStore('drafts').delete(draftKey),
        write.done,
      ])
    },
    /** Keep a change of a job that is still there. */
    async changeJob(id: number, change: Partial<Job>): Promise<void> {
      const write = (await db()).transaction('jobs', 'readwrite')
      const job = await write.store.get(id)
      if (job) await write.store.put({ ...job, ...change })
      await write.done
    },
    removeJob: async (id: number) => (await db()).delete('jobs', id),
    async drafts(): Promise<[string, unknown][]> {
      const read = (await db()).transaction('drafts')
      const [keys, values] = await Promise.all([read.store.getAllKeys(), read.store.getAll()])
      return keys.map((key, place) => [key, values[place]])
    },
    putDraft: async (key: string, draft: unknown) => void (await (await db()).put('drafts', draft, key)),
    removeDraft: async (key: string) => (await db()).delete('drafts', key),
    /** `at` is when the box said it, ms since the epoch. */
    keep: async (key: string, value: unknown, at: number) => void (await (await db()).put('kept', { at, value }, key)),
    kept: async (key: string) => (await db()).get('kept', key),
    forgetKept: async () => (await db()).clear('kept'),
  }
}
