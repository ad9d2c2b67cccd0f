import type { QueryClient } from '@tanstack/react-query'
import { useStore } from 'zustand'

import { api } from '../api/client'
import { useGate } from '../api/gate'
import { isProblem, retryAfter } from '../api/problems'
import { onBoxBack } from '../api/reach'
import { storageKey } from '../app-name'
import { makeOld } from '../live/make-old'
import { useSession } from '../session/session'
import { onWake } from '../wake'
import type { Answer } from './answer'
import type { Command, Job } from './job'
import { createOutbox, type OutboxState } from './outbox'
import { type PhoneStore, phoneStore } from './phone-store'

/** This phone's store; opened at first use, after the app gave its name. */
export const phone: () => PhoneStore = once(() => phoneStore())

/** This phone's outbox. */
export const outbox = once(() =>
  createOutbox({
    store: phone(),
    send,
    who: () => (useSession.getState().token === null ? null : (useSession.getState().user?.id ?? null)),
    onReceived: (job, body) => {
      for (const hear of receivers) hear(job, body)
    },
  }),
)

const receivers = new Set<(job: Job, body: unknown) => void>()

/** One attempt at a job, in the name of whoever is signed in (the outbox asks only for the owner's jobs). */
async function send(job: Job): Promise<Answer> {
  const { token } = useSession.getState()
  try {
    const { data, error, response } = await post(job.command, {
      'Idempotency-Key': job.key,
      Authorization: `Bearer ${token}`,
    })
    const { status } = response
    if (status === 401 && useSession.getState().token !== token) return { kind: 'unreachable' }
    const problem = isProblem(error) ? error : null
    return { kind: 'heard', status, problem, retryAfterS: retryAfter(response.headers), body: data }
  } catch {
    return { kind: 'unreachable' }
  }
}

type Heard = Promise<{ data?: unknown; error?: unknown; response: Response }>

function post(command: Command, headers: Record<string, string>): Heard {
  switch (command.kind) {
    case 'round':
      return api.POST('/api/tables/{table_id}/rounds', {
        params: { path: { table_id: command.tableId } },
        body: command.body,
        headers,
      })
    case 'pay':
      return api.POST('/api/orders/{order_id}/pay', {
        params: { path: { order_id: command.orderId } },
        body: command.body,
        headers,
      })
    case 'fire':
      return api.POST('/api/orders/{order_id}/fire', {
        params: { path: { order_id: command.orderId } },
        body: command.body,
        headers,
      })
  }
}

/** Set the outbox going: it wakes with the phone, the box, the session and the licence. Returns the way to stop. */
export function startOutbox(queries: QueryClient): () => void {
  const { pump, nudge, resume } = outbox()
  const reopen = () => void outbox().reopen()
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(storageKey('outbox')) : null
  channel?.addEventListener('message', () => void pump())
  const received = (job: Job) => {
    makeOld(queries, 'tables')
    makeOld(queries, 'order')
    channel?.postMessage(job.id)
  }
  receivers.add(received)
  const stops = [
    onWake(nudge),
    onBoxBack(nudge),
    useSession.subscribe((now, before) => void (now.token !== before.token && now.token && resume())),
    useGate.subscribe((now, before) => void (before.shut && !now.shut && reopen())),
  ]
  void pump()
  return () => {
    receivers.delete(received)
    channel?.close()
    for (const stop of stops) stop()
  }
}

/** What this phone has not yet handed over. */
export function useOutbox(): OutboxState {
  return useStore(outbox().state)
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
