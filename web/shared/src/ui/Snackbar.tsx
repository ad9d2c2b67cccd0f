import { Check } from 'lucide-react'
import { useEffect } from 'react'
import { create } from 'zustand'

/** The one thing that can still be done about what was said. */
interface SnackAct {
  label: string
  act: () => void
}

const useSnack = create<{ text: string; shownAt: number; act: SnackAct | null }>(() => ({ text: '', shownAt: 0, act: null }))

/** How long a word stays, ms; one with a button longer. */
const SHOWN_MS = 3_500
const SHOWN_WITH_BUTTON_MS = 8_000

/** Say one short thing that needs no answer, though it may offer one. */
export function snack(text: string, act: SnackAct | null = null): void {
  useSnack.setState({ text, shownAt: Date.now(), act })
}

/** A new page has its own things to say; only a word said just before the change stays. */
export function endOldSnack(): void {
  if (Date.now() - useSnack.getState().shownAt > 500) useSnack.setState({ text: '', act: null })
}

/** Where it is said: over the screen, above the bottom bar; taps go through it and nothing moves. */
export function Snackbar() {
  const { text, shownAt, act } = useSnack()
  useEffect(() => {
    const timer = setTimeout(() => useSnack.setState({ text: '', act: null }), act ? SHOWN_WITH_BUTTON_MS : SHOWN_MS)
    return () => clearTimeout(timer)
  }, [shownAt, act])
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-20 z-10 flex justify-center px-3">
      {text && (
        <p className="flex items-center gap-2 rounded-md bg-phone px-4 py-1.5 text-on-phone shadow-2xl">
          <Check aria-hidden size={20} className="shrink-0" /> <span className="py-1.5">{text}</span>
          {act && (
            <button
              type="button"
              className="pointer-events-auto min-h-12 min-w-12 px-2 font-semibold underline"
              onClick={() => {
                useSnack.setState({ text: '', act: null })
                act.act()
              }}
            >
              {act.label}
            </button>
          )}
        </p>
      )}
    </div>
  )
}
