import { Delete } from 'lucide-react'
import type { ReactNode } from 'react'

import { useT } from '../i18n/translate'

interface Props {
  onDigit: (digit: string) => void
  onErase: () => void
  onEnter: () => void
  /** With it the pad has a comma, in a row of its own with the Enter key. */
  onPoint?: () => void
  /** What the Enter key says. */
  enter: ReactNode
  enterLabel: string
  enterDisabled?: boolean
  disabled?: boolean
}

const KEY =
  'flex min-h-14 items-center justify-center rounded-md border border-border bg-surface text-3xl tabular-nums active:bg-surface-2 disabled:text-text-2'

/** Digits for a thumb: 3 x 4, with erase and Enter in the lowest row. */
export function Keypad({ onDigit, onErase, onEnter, onPoint, enter, enterLabel, enterDisabled = false, disabled = false }: Props) {
  const t = useT()
  const digit = (value: string) => (
    <button key={value} type="button" className={KEY} disabled={disabled} onClick={() => onDigit(value)}>
      {value}
    </button>
  )
  const eraser = (
    <button type="button" className={KEY} disabled={disabled} onClick={onErase} aria-label={t('keypad.erase')}>
      <Delete aria-hidden />
    </button>
  )
  return (
    <div className="grid grid-cols-3 gap-2">
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(digit)}
      {onPoint ? (
        <button type="button" className={KEY} disabled={disabled} onClick={onPoint} aria-label={t('keypad.point')}>
          ,
        </button>
      ) : (
        eraser
      )}
      {digit('0')}
      {onPoint && eraser}
      <button
        type="button"
        className={`${KEY} ${onPoint ? 'col-span-3' : ''} border-transparent! bg-accent! text-xl! font-semibold text-on-accent! disabled:bg-surface-2! disabled:text-text-2!`}
        disabled={disabled || enterDisabled}
        onClick={onEnter}
        aria-label={enterLabel}
      >
        {enter}
      </button>
    </div>
  )
}
