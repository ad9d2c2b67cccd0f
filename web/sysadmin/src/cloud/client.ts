import { newIdempotencyKey } from '@pos/shared/api/idempotency-key'
import { isProblem, Refusal, retryAfter, Unreachable } from '@pos/shared/api/problems'
import type { paths } from '@pos/shared/cloud-api/shapes'
import createClient, { type Middleware } from 'openapi-fetch'

import { endSession, useSession } from './session'

const TIMEOUT_MS = 15_000
/** Prefix of every call; empty when the cloud serves the console itself. */
const CLOUD_URL: string = import.meta.env?.VITE_CLOUD_URL ?? ''

async function fetchOrGiveUp(request: Request): Promise<Response> {
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(), TIMEOUT_MS)
  request.signal.addEventListener('abort', () => timer.abort(), { once: true })
  try {
    return await fetch(new Request(request, { signal: timer.signal }))
  } catch (error) {
    if (request.signal.aborted) throw error
    throw new Unreachable(String(error))
  } finally {
    clearTimeout(timeout)
  }
}

const doors: Middleware = {
  onRequest({ request }) {
    const { token } = useSession.getState()
    if (token) request.headers.set('Authorization', `Bearer ${token}`)
    if (request.method !== 'GET' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', newIdempotencyKey())
    }
    return request
  },
  onResponse({ request, response, schemaPath }) {
    if (response.status === 401 && schemaPath !== '/api/auth/login') {
      endSession(request.headers.get('Authorization')?.replace('Bearer ', '') ?? null)
    }
  },
}

/** The cloud, typed by its own OpenAPI description. */
export const cloud = createClient<paths>({ baseUrl: CLOUD_URL, fetch: fetchOrGiveUp })
cloud.use(doors)

/** The body of an answer, or a thrown Refusal or Unreachable. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (response.ok) return data as T
  throw new Refusal(response.status, isProblem(error) ? error : null, retryAfter(response.headers))
}
