import { create } from 'zustand'

import type { Problem } from './problems'

/** Why the house is shut: 423 locked by the vendor, 402 licence over. Null while it may work. */
export interface Shut {
  status: 402 | 423
  problem: Problem | null
}

/** The licence as the last answer told it. */
export const useGate = create<{ shut: Shut | null }>(() => ({ shut: null }))

/** A 402 or 423 came. */
export function houseShut(status: 402 | 423, problem: Problem | null): void {
  useGate.setState({ shut: { status, problem } })
}

/** A call that the licence guards was answered: all goes on. */
export function houseOpen(): void {
  if (useGate.getState().shut) useGate.setState({ shut: null })
}
