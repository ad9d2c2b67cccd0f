import { ChevronRight, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** `calm` is plain, `note` wants to be known, `alarm` wants to be acted upon. */
export type Tone = 'calm' | 'note' | 'alarm'

const TONES: Record<Tone, string> = {
  calm: 'bg-surface text-text-2',
  note: 'bg-phone text-on-phone',
  alarm: 'bg-problem text-on-problem font-semibold',
}

interface Props {
  tone: Tone
  icon: LucideIcon
  text: string
  /** What a tap opens; without it the strip is only read. */
  onOpen?: (() => void) | undefined
  /** Buttons at its right end. */
  children?: ReactNode
}

/** The strip on top of every screen. Its 48 px are there from the first paint, so that nothing moves when it speaks. */
export function StatusStrip({ tone, icon: Icon, text, onOpen, children }: Props) {
  const words = (
    <>
      <Icon aria-hidden size={20} className="shrink-0" />
      <span className="line-clamp-2 min-w-0 flex-1 text-left text-sm leading-tight">{text}</span>
      {onOpen && <ChevronRight aria-hidden size={20} className="shrink-0" />}
    </>
  )
  const place = 'flex h-12 min-w-0 flex-1 items-center gap-2 px-3'
  return (
    <div className={`flex h-12 shrink-0 items-stretch ${TONES[tone]}`} data-tone={tone}>
      <div className="flex min-w-0 flex-1" role="status" aria-live={tone === 'alarm' ? 'assertive' : 'polite'}>
        {onOpen ? (
          <button type="button" className={place} onClick={onOpen}>
            {words}
          </button>
        ) : (
          <p className={place}>{words}</p>
        )}
      </div>
      {children}
    </div>
  )
}
