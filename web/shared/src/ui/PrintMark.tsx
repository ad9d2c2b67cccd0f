import { Check, CircleQuestionMark, Clock, type LucideIcon, Minus, Printer, PrinterCheck, X } from 'lucide-react'

import type { Custody } from '../api/shapes'
import { type Key, useT } from '../i18n/translate'

/** Where a zone's paper is; `on_phone` is known only to this phone. */
export type Place = Custody | 'on_phone'

const MARKS: Record<Place, { icon: LucideIcon; look: string; key: Key }> = {
  on_phone: { icon: Clock, look: 'border-transparent bg-phone text-on-phone', key: 'custody.on_phone' },
  received: { icon: Check, look: 'border-border bg-surface', key: 'custody.received' },
  taken: { icon: Printer, look: 'border-border bg-surface', key: 'custody.taken' },
  on_paper: { icon: PrinterCheck, look: 'border-transparent bg-paid text-on-paid', key: 'custody.on_paper' },
  unconfirmed: { icon: Printer, look: 'border-dashed border-border bg-surface', key: 'custody.unconfirmed' },
  unknown: { icon: CircleQuestionMark, look: 'border-transparent bg-part-paid text-on-part-paid', key: 'custody.unknown' },
  failed: { icon: X, look: 'border-transparent bg-problem text-on-problem', key: 'custody.failed' },
  ended: { icon: Minus, look: 'border-border bg-surface', key: 'custody.ended' },
}

/** A custody mark: icon, zone and word. `zoneId` is '' for a round still on this phone. */
export function PrintMark({ place, zoneId, zone }: { place: Place; zoneId: string; zone: string }) {
  const t = useT()
  const { icon: Icon, look, key } = MARKS[place]
  return (
    <span
      className={`inline-flex min-h-7 items-center gap-1.5 rounded-sm border px-2 text-sm ${look}`}
      data-custody={place}
      data-zone={zoneId}
    >
      <Icon aria-hidden size={18} className="shrink-0" />
      {zone && <b className="font-semibold">{zone}</b>}
      <span>{t(key)}</span>
    </span>
  )
}
