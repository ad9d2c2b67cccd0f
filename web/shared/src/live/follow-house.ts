import type { QueryClient } from '@tanstack/react-query'

import { API_URL } from '../api/client'
import { houseOpen } from '../api/gate'
import { boxAnswered, boxSilent } from '../api/reach'
import type { LiveEvent } from '../api/shapes'
import { endSession, useSession } from '../session/session'
import { onWake } from '../wake'
import { liveLink } from './live-link'
import { makeOld } from './make-old'

/** Which screens' data each kind of event makes old. */
const MAKES_OLD: Record<LiveEvent['kind'], string[]> = {
  hello: ['tables', 'groups', 'menu', 'courses', 'order', 'alerts', 'printers', 'print-jobs', 'history', 'report', 'staff', 'system'],
  table: ['tables', 'groups'],
  order: ['tables', 'order', 'history', 'report', 'print-jobs'],
  print_job: ['tables', 'order', 'alerts', 'print-jobs'],
  alert: ['alerts', 'tables', 'order'],
  menu: ['menu', 'courses'],
  printer: ['printers', 'order', 'print-jobs'],
  staff: ['tables', 'staff'],
  licence: ['tables', 'system'],
  day: ['report', 'history', 'system'],
}

/** Follow the box's stream of changes while the tab is visible and somebody is signed in. Returns the way to stop. */
export function followHouse(queries: QueryClient): () => void {
  const link = liveLink({
    url: `${API_URL}/api/live`,
    token: () => useSession.getState().token,
    onData: (data) => {
      for (const key of changed(data)) makeOld(queries, key)
    },
    onOpen: () => {
      boxAnswered()
      houseOpen() // the licence guards the stream: a shut house is tried every 5 s, and opens with it
    },
    onLost: (how, token) => {
      if (how === 401) endSession(token)
      if (how === 'silent') boxSilent()
    },
  })
  const bySight = () => (document.visibilityState === 'hidden' ? link.rest() : link.wake())
  const stops = [
    onWake(link.wake),
    useSession.subscribe((now, before) => {
      if (now.token === before.token) return
      link.rest()
      bySight()
    }),
  ]
  document.addEventListener('visibilitychange', bySight)
  bySight()
  return () => {
    document.removeEventListener('visibilitychange', bySight)
    for (const stop of stops) stop()
    link.rest()
  }
}

function changed(data: string): string[] {
  try {
    return MAKES_OLD[(JSON.parse(data) as LiveEvent).kind] ?? []
  } catch {
    return []
  }
}
