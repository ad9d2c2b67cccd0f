import { create } from 'zustand'

import { recall, remember } from '../app-name'
import type { Session, User } from '../api/shapes'

interface SessionState {
  /** Null when nobody is signed in. */
  token: string | null
  /** ISO 8601 UTC. */
  expiresAt: string | null
  /** Stays after the token ended, so that drafts and unsent rounds keep their owner. */
  user: User | null
}

function remembered(): SessionState {
  try {
    return { token: null, expiresAt: null, user: null, ...JSON.parse(recall('session') ?? '{}') }
  } catch {
    return { token: null, expiresAt: null, user: null }
  }
}

/** Who is signed in on this phone. */
export const useSession = create<SessionState>(() => ({ token: null, expiresAt: null, user: null }))

function keep(state: SessionState): void {
  useSession.setState(state)
  remember('session', JSON.stringify(state))
}

/** Read what this phone remembers; call once at start, after the app's name is set. */
export function restoreSession(): void {
  useSession.setState(remembered())
}

/** The box accepted a PIN or renewed a token. */
export function beginSession(session: Session): void {
  keep({ token: session.access_token, expiresAt: session.expires_at, user: session.user })
}

/** A 401 came for this token. An answer to an older token changes nothing. */
export function endSession(token: string | null): void {
  const now = useSession.getState()
  if (token !== null && now.token === token) keep({ ...now, token: null, expiresAt: null })
}

/** The person left by choice. */
export function forgetSession(): void {
  keep({ token: null, expiresAt: null, user: null })
}
