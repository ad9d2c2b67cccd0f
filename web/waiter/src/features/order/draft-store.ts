import { phone } from '@pos/shared/outbox/house-outbox'
import { useSession } from '@pos/shared/session/session'
import { useMemo } from 'react'
import { create } from 'zustand'

import { type Draft, EMPTY } from './draft'

interface Drafts {
  /** By `userId/tableId`: a draft belongs to the waiter who tapped it. */
  byKey: Record<string, Draft>
  /** Older values, newest last; undo takes the last. Not kept through a reload. */
  undo: Record<string, Draft[]>
}

const MOST_UNDO = 60

/** All unsent drafts of this phone. */
export const useDrafts = create<Drafts>(() => ({ byKey: {}, undo: {} }))

/** The name of a draft. */
export function draftKey(userId: number, tableId: number): string {
  return `${userId}/${tableId}`
}

/** Read the drafts that a reload or a flat battery left. */
export async function restoreDrafts(): Promise<void> {
  const rows = await phone().drafts()
  useDrafts.setState({ byKey: Object.fromEntries(rows) as Record<string, Draft> })
}

/** Put a new value in a draft's place: on the screen at once, on disk right after. Letters of a note are no undo steps. */
export function keepDraft(key: string, next: Draft, isStep = true): void {
  const { byKey, undo } = useDrafts.getState()
  const before = byKey[key] ?? EMPTY
  if (next === before) return
  const olds = isStep ? [...(undo[key] ?? []), before].slice(-MOST_UNDO) : (undo[key] ?? [])
  useDrafts.setState({ byKey: { ...byKey, [key]: next }, undo: { ...undo, [key]: olds } })
  store(key, next)
}

/** Back to the value before the last change. */
export function undoDraft(key: string): void {
  const { byKey, undo } = useDrafts.getState()
  const last = undo[key]?.at(-1)
  if (!last) return
  useDrafts.setState({ byKey: { ...byKey, [key]: last }, undo: { ...undo, [key]: undo[key]?.slice(0, -1) ?? [] } })
  store(key, last)
}

/** The draft became a job; the outbox took it off the disk in the same transaction. */
export function draftSent(key: string): void {
  const { byKey, undo } = useDrafts.getState()
  const { [key]: _sent, ...others } = byKey
  const { [key]: _olds, ...otherUndos } = undo
  useDrafts.setState({ byKey: others, undo: otherUndos })
}

function store(key: string, draft: Draft): void {
  const isEmpty = draft.lines.length === 0 && draft.covers === null
  void (isEmpty ? phone().removeDraft(key) : phone().putDraft(key, draft))
}

/** The signed-in waiter's draft for a table, and the ways to change it. */
export function useDraft(tableId: number) {
  const userId = useSession((session) => session.user?.id ?? 0)
  const key = draftKey(userId, tableId)
  const draft = useDrafts((drafts) => drafts.byKey[key] ?? EMPTY)
  const canUndo = useDrafts((drafts) => (drafts.undo[key]?.length ?? 0) > 0)
  const ways = useMemo(
    () => ({
      /** Apply a pure change to the newest value. */
      change: (step: (draft: Draft) => Draft, isStep = true) =>
        keepDraft(key, step(useDrafts.getState().byKey[key] ?? EMPTY), isStep),
      undo: () => undoDraft(key),
    }),
    [key],
  )
  return { key, draft, canUndo, ...ways }
}
