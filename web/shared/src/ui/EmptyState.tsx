import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface Props {
  icon: LucideIcon
  /** What this is, or what went wrong, in one sentence. */
  sentence: string
  /** The one thing to do. */
  action?: ReactNode
  /** Read out at once: for what went wrong. */
  isError?: boolean
}

/** A place with nothing in it, or an error: a sentence and a button. */
export function EmptyState({ icon: Icon, sentence, action, isError = false }: Props) {
  return (
    <div className="flex flex-col items-center gap-4 px-6 py-10 text-center" role={isError ? 'alert' : undefined}>
      <Icon aria-hidden size={40} className="text-text-2" />
      <p className="max-w-sm text-lg">{sentence}</p>
      {action}
    </div>
  )
}
