import { Check } from 'lucide-react'
import { useEffect } from 'react'
import { create } from 'zustand'

const useSnack = create<{ text: string; shownAt: number }>(() => ({ text: '', shownAt: 0 }))

/** How long a word stays, ms. */
const SHOWN_MS = 3_500

/** Say one short thing that needs no answer. */
export function snack(text: string): void {
  useSnack.setState({ text, shownAt: Date.now() })
}

/** A new page has its own things to say; only a word said just before the change stays. */
export function endOldSnack(): void {
  if (Date.now() - useSnack.getState().shownAt > 500) useSnack.setState({ text: '' })
}

/** Where it is said: over the screen, above the bottom bar; taps go through it and nothing moves. */
export function Snackbar() {
  const { text, shownAt } = useSnack()
  useEffect(() => {
    const timer = setTimeout(() => useSnack.setState({ text: '' }), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [shownAt])
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-20 z-10 flex justify-center px-3">
      {text && (
        <p className="flex items-center gap-2 rounded-md bg-phone px-4 py-3 text-on-phone shadow-2xl">
          <Check aria-hidden size={20} /> {text}
        </p>
      )}
    </div>
  )
}
