import type { ReactNode } from 'react'

import { Aged } from './Aged'

interface Props {
  title: string
  /** Beside the title: what can be done here. */
  actions?: ReactNode
  /** A word under the title. */
  note?: ReactNode
  /** When the box said what is shown, ms; without it the content does not age. */
  at?: number
  children: ReactNode
}

/** A page of the dashboard: its name, what can be done, and its content, which scrolls. */
export function Page({ title, actions, note, at = 0, children }: Props) {
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex min-h-16 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 print:hidden">
        <h1 tabIndex={-1} className="mr-auto text-2xl font-bold">
          {title}
        </h1>
        {actions}
      </header>
      {note && <p className="px-4 pb-2 text-text-2">{note}</p>}
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6 print:overflow-visible">
        <Aged at={at}>{children}</Aged>
      </div>
    </div>
  )
}
