import { storageKey } from '@pos/shared/app-name'
import type { Session } from '@pos/shared/cloud-api/shapes'
import { create } from 'zustand'

interface SessionState {
  /** Null when nobody is signed in. */
  token: string | null
  /** ISO 8601 UTC. */
  expiresAt: string | null
  /** Stays after the session ended, so that the page under the sign-in stays as well. */
  username: string | null
}

const NOBODY: SessionState = { token: null, expiresAt: null, username: null }
const KEY = 'session'

/** Who is signed in, in this tab only: the console opens every restaurant, so nothing outlives the tab. */
export const useSession = create<SessionState>(() => NOBODY)

function keep(state: SessionState): void {
  useSession.setState(state)
  try {
    sessionStorage.setItem(storageKey(KEY), JSON.stringify(state))
  } catch {
    // private mode: a reload asks for the password again
  }
}

/** Read what this tab remembers; call once at start, after the app's name is set. */
export function restoreSession(): void {
  try {
    useSession.setState({ ...NOBODY, ...JSON.parse(sessionStorage.getItem(storageKey(KEY)) ?? '{}') })
  } catch {
    useSession.setState(NOBODY)
  }
}

/** The cloud accepted a password. */
export function beginSession(session: Session): void {
  keep({ token: session.access_token, expiresAt: session.expires_at, username: session.admin.username })
}

/** The session is over; the page stays, under the sign-in. An answer to an older token changes nothing. */
export function endSession(token: string | null): void {
  const now = useSession.getState()
  if (token !== null && now.token === token) keep({ ...now, token: null, expiresAt: null })
}

/** The person left by choice. */
export function forgetSession(): void {
  keep(NOBODY)
}
