import {
  Check,
  CircleDashed,
  CircleDot,
  Clock,
  Contrast,
  type LucideIcon,
  PencilLine,
  PrinterX,
} from 'lucide-react'

import { type Key, useT } from '../i18n/translate'
import { useLongPress } from '../long-press'
import type { Cents } from '../money'
import { Money } from './Money'

/** What a tile tells at a glance. */
export type TileState = 'free' | 'open' | 'part_paid' | 'paid' | 'problem' | 'on_phone'

const STATES: Record<TileState, { icon: LucideIcon; key: Key }> = {
  free: { icon: CircleDashed, key: 'tile.free' },
  open: { icon: CircleDot, key: 'tile.open' },
  part_paid: { icon: Contrast, key: 'tile.part_paid' },
  paid: { icon: Check, key: 'tile.paid' },
  problem: { icon: PrinterX, key: 'tile.problem' },
  on_phone: { icon: Clock, key: 'tile.on_phone' },
}

interface Props {
  number: number
  label: string
  state: TileState
  /** Null on a free table. */
  totalCents: Cents | null
  minutes: number | null
  initials: string
  /** The waiter has unsent lines here. */
  hasDraft: boolean
  onOpen: () => void
  /** Long press, or the context-menu key. */
  onMenu: () => void
}

/** One table on the floor: colour, icon and word say its state. */
export function TableTile({ number, label, state, totalCents, minutes, initials, hasDraft, onOpen, onMenu }: Props) {
  const t = useT()
  const press = useLongPress(onMenu, onOpen)
  const Icon = STATES[state].icon
  return (
    <button
      type="button"
      data-table={number}
      data-state={state}
      {...press}
      className="table-tile relative flex h-[5.75rem] w-full min-w-0 flex-col rounded-md px-1.5 py-1 text-left leading-tight [-webkit-touch-callout:none] select-none active:opacity-80"
    >
      <span className="flex items-center justify-between gap-1">
        <b className="truncate text-xl font-bold">
          <span className="sr-only">{t('tile.table')} </span>
          {label}
        </b>
        <span className="flex shrink-0 gap-0.5">
          {hasDraft && <PencilLine role="img" aria-label={t('tile.draft')} size={16} />}
          <Icon aria-hidden size={18} />
        </span>
      </span>
      <span className="text-xs">{t(STATES[state].key)}</span>
      <span className="mt-auto text-sm font-semibold">{totalCents !== null && <Money cents={totalCents} />}</span>
      <span className="flex min-h-[1rem] justify-between text-xs tabular-nums">
        <span>{minutes !== null && `${minutes}′`}</span>
        <span>{initials}</span>
      </span>
    </button>
  )
}
