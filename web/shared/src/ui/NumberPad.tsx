import { type ReactNode, useState } from 'react'

import { Keypad } from './Keypad'
import { Sheet } from './Sheet'

interface Props {
  title: string
  /** What stands there at first. */
  start?: string
  /** What a longer text becomes, or null when it may not grow so. */
  accept: (typed: string) => string | null
  /** A word on what was typed; its place is kept while there is none. */
  hint?: (typed: string) => ReactNode
  withPoint?: boolean
  enter: string
  /** May Enter be pressed? */
  isReady?: (typed: string) => boolean
  onEnter: (typed: string) => void
  onClose: () => void
}

/** A number typed with the thumb, in a sheet. */
export function NumberPad({ title, start = '', accept, hint, withPoint, enter, isReady, onEnter, onClose }: Props) {
  const [typed, setTyped] = useState(start)
  const grow = (more: string) => setTyped((old) => accept(old + more) ?? old)
  return (
    <Sheet title={title} onClose={onClose}>
      <output aria-label={title} className="block h-12 text-center text-3xl font-bold tabular-nums">
        {typed || '–'}
      </output>
      <p className="mb-2 min-h-6 text-center text-text-2" role="status">
        {hint?.(typed)}
      </p>
      <Keypad
        onDigit={grow}
        onErase={() => setTyped((old) => old.slice(0, -1))}
        {...(withPoint ? { onPoint: () => grow(typed === '' ? '0,' : ',') } : {})}
        onEnter={() => onEnter(typed)}
        enter={enter}
        enterLabel={enter}
        enterDisabled={isReady !== undefined && !isReady(typed)}
      />
    </Sheet>
  )
}
