import { create } from 'zustand'

interface Reach {
  /** `unknown` until the first answer. */
  state: 'unknown' | 'up' | 'down'
  /** When this state began, ms since the epoch. */
  since: number
}

/** Does the box answer? Any answer means up, any failed attempt means down; `navigator.onLine` is only a hint. */
export const useReach = create<Reach>(() => ({ state: 'unknown', since: Date.now() }))

/** Something came back from the box. */
export function boxAnswered(): void {
  change('up')
}

/** An attempt got no answer. */
export function boxSilent(): void {
  change('down')
}

function change(state: Reach['state']): void {
  if (useReach.getState().state !== state) useReach.setState({ state, since: Date.now() })
}

/** Run something each time the box comes back, the first answer included. Returns the way to stop. */
export function onBoxBack(act: () => void): () => void {
  return useReach.subscribe((now, before) => {
    if (now.state === 'up' && before.state !== 'up') act()
  })
}
