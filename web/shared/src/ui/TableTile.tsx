import {
  Check,
  Circle,
  CircleDashed,
  CircleDot,
  Clock,
  Contrast,
  type LucideIcon,
  PencilLine,
  PrinterX,
} from 'lucide-react'

import { useLanguageState } from '../i18n/language'
import { type Key, useT } from '../i18n/translate'
import { type Cents, moneyText } from '../money'
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
  const language = useLanguageState((one) => one.language)
  const Icon = STATES[state].icon ?? Circle
  const word = t(STATES[state].key)
  const spoken = [
    t('tile.table', { label }),
    word,
    totalCents === null ? '' : moneyText(totalCents, language),
    minutes === null ? '' : t('tile.minutes', { n: minutes }),
    initials,
    hasDraft ? t('tile.draft') : '',
  ]
  return (
    <button
      type="button"
      aria-label={spoken.filter(Boolean).join(', ')}
      data-table={number}
      data-state={state}
      onClick={onOpen}
      onContextMenu={(event) => {
        event.preventDefault()
        onMenu()
      }}
      className="table-tile flex h-23 min-w-0 flex-col rounded-md px-1.5 py-1 text-left leading-tight select-none active:opacity-80"
    >
      <span className="flex items-center justify-between gap-1">
        <b className="truncate text-xl font-bold">{label}</b>
        <span className="flex shrink-0 gap-0.5">
          {hasDraft && <PencilLine aria-hidden size={16} />}
          <Icon aria-hidden size={18} />
        </span>
      </span>
      <span className="text-xs">{word}</span>
      <span className="mt-auto text-sm font-semibold">{totalCents !== null && <Money cents={totalCents} />}</span>
      <span className="flex h-4 justify-between text-xs tabular-nums">
        <span>{minutes !== null && `${minutes}′`}</span>
        <span>{initials}</span>
      </span>
    </button>
  )
}
