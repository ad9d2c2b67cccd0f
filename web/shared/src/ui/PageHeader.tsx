import { ArrowLeft } from 'lucide-react'

import { Button } from './Button'

/** A page's name and the way back. */
export function PageHeader({ title, backLabel, onBack }: { title: string; backLabel: string; onBack: () => void }) {
  return (
    <header className="flex h-13 shrink-0 items-center gap-1 border-b border-surface-2 px-1">
      <Button look="quiet" aria-label={backLabel} onClick={onBack}>
        <ArrowLeft aria-hidden />
      </Button>
      <h1 tabIndex={-1} className="min-w-0 flex-1 truncate text-2xl font-bold">
        {title}
      </h1>
    </header>
  )
}
