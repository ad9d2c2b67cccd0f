import createClient, { type Middleware } from 'openapi-fetch'

import { endSession, useSession } from '../session/session'
import { houseOpen, houseShut } from './gate'
import { newIdempotencyKey } from './idempotency-key'
import { isProblem, type Problem, Refusal, retryAfter, Unreachable } from './problems'
import { boxAnswered, boxSilent } from './reach'
import type { paths } from './schema'

/** After this long without an answer an attempt counts as failed, ms. */
export const TIMEOUT_MS = 8_000

/** Prefix of every call; empty when the box serves the app itself. */
export const API_URL: string = import.meta.env?.VITE_API_URL ?? ''

/** Fetch that gives up after TIMEOUT_MS and tells reach.ts how it went. Throws Unreachable. */
async function fetchOrGiveUp(request: Request): Promise<Response> {
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(), TIMEOUT_MS)
  request.signal.addEventListener('abort', () => timer.abort(), { once: true })
  try {
    const answer = await fetch(new Request(request, { signal: timer.signal }))
    const isOurs = answer.status < 500 || (answer.headers.get('Content-Type') ?? '').includes('problem+json')
    if (isOurs) boxAnswered()
    else boxSilent()
    return answer
  } catch (error) {
    if (request.signal.aborted) throw error
    boxSilent()
    throw new Unreachable(String(error))
  } finally {
    clearTimeout(timeout)
  }
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

const whoAndWhich: Middleware = {
  onRequest({ request }) {
    const { token } = useSession.getState()
    if (token && !request.headers.has('Authorization')) request.headers.set('Authorization', `Bearer ${token}`)
    if (changing.has(request.method) && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', newIdempotencyKey())
    return request
  },
}

const doors: Middleware = {
  async onResponse({ request, response, schemaPath }) {
    if (response.status === 401) endSession(request.headers.get('Authorization')?.replace('Bearer ', '') ?? null)
    if (response.status === 402 || response.status === 423) {
      houseShut(response.status, await problemOf(response.clone()))
    } else if (response.status < 500 && schemaPath !== '/api/system/health') houseOpen()
  },
}

/** The box, typed by its own OpenAPI description. */
export const api = createClient<paths>({ baseUrl: API_URL, fetch: fetchOrGiveUp })
api.use(whoAndWhich, doors)

/** The body of an answer, or a thrown Refusal or Unreachable. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (response.ok) return data as T
  throw new Refusal(response.status, isProblem(error) ? error : null, retryAfter(response.headers))
}

/** The problem in a response, if it holds one. */
export async function problemOf(response: Response): Promise<Problem | null> {
  const body: unknown = await response.json().catch(() => null)
  return isProblem(body) ? body : null
}
