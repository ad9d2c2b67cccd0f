import { api, ask } from '../api/client'
import type { User } from '../api/shapes'
import { onWake } from '../wake'
import { beginSession, useSession } from './session'

/** Trade a PIN for a session. Throws Refusal (401 wrong, 429 too many tries) or Unreachable. */
export async function signIn(username: string, pin: string): Promise<User> {
  const session = await ask(api.POST('/api/auth/login', { body: { username, pin } }))
  beginSession(session)
  return session.user
}

/** A token with less than this left is renewed, ms. Tokens live 8 h, so nobody is signed out inside a shift. */
const RENEW_BELOW_MS = 4 * 3_600_000
const LOOK_EVERY_MS = 5 * 60_000

/** Renew the token silently while the app is in use. Returns the way to stop. */
export function keepSession(): () => void {
  const look = () => void renew().catch(() => undefined)
  const timer = setInterval(look, LOOK_EVERY_MS)
  const stopWake = onWake(look)
  look()
  return () => {
    clearInterval(timer)
    stopWake()
  }
}

async function renew(): Promise<void> {
  const { token, expiresAt } = useSession.getState()
  if (token === null || expiresAt === null || Date.parse(expiresAt) - Date.now() > RENEW_BELOW_MS) return
  const session = await ask(api.POST('/api/auth/refresh'))
  if (useSession.getState().token === token) beginSession(session)
}
