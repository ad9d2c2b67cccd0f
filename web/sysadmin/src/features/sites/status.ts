import type { Status } from '@pos/shared/cloud-api/shapes'
import type { Key } from '@pos/shared/i18n/translate'
import { Circle, CircleCheck, CircleDashed, Clock, Lock, type LucideIcon, ZapOff } from 'lucide-react'

/** Worst first, as the cloud sorts them. */
export const STATUSES = ['expired', 'locked', 'silent', 'expiring', 'new', 'active'] as const satisfies readonly Status[]

/** Each status has an icon and a word; colour never speaks alone. */
export const LOOKS: Record<Status, { icon: LucideIcon; key: Key }> = {
  expired: { icon: CircleDashed, key: 'status.expired' },
  locked: { icon: Lock, key: 'status.locked' },
  silent: { icon: ZapOff, key: 'status.silent' },
  expiring: { icon: Clock, key: 'status.expiring' },
  new: { icon: Circle, key: 'status.new' },
  active: { icon: CircleCheck, key: 'status.active' },
}

/** Is this word from the address a status? */
export function isStatus(word: unknown): word is Status {
  return STATUSES.includes(word as Status)
}
