import { type MouseEvent, type PointerEvent, useRef } from 'react'

/** A finger that rests this long means the menu, ms. */
const LONG_MS = 450
/** A finger that moved further scrolls, px. */
const STILL_PX = 10

/** Handlers that tell a long press (or the context-menu key) from a tap. Safari on phones has no contextmenu event. */
export function useLongPress(onLong: () => void, onTap: () => void) {
  const press = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null)
  const wasLong = useRef(false)
  const end = () => {
    if (press.current) clearTimeout(press.current.timer)
    press.current = null
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      wasLong.current = false
      if (event.pointerType === 'mouse') return
      const fire = () => {
        press.current = null
        wasLong.current = true
        navigator.vibrate?.(15)
        onLong()
      }
      press.current = { x: event.clientX, y: event.clientY, timer: setTimeout(fire, LONG_MS) }
    },
    onPointerMove: (event: PointerEvent) => {
      const start = press.current
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX) end()
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault()
      end()
      if (wasLong.current) return
      wasLong.current = true
      onLong()
    },
    onClick: () => {
      if (!wasLong.current) onTap()
      wasLong.current = false
    },
  }
}
