import type { ButtonHTMLAttributes } from 'react'

const LOOKS = {
  main: 'bg-accent text-on-accent border-transparent font-semibold disabled:bg-surface-2 disabled:text-text-2',
  plain: 'bg-surface text-text border-border disabled:bg-surface-2 disabled:text-text-2',
  danger: 'bg-surface text-text border-problem border-2 disabled:bg-surface-2 disabled:text-text-2',
  quiet: 'bg-transparent text-text border-transparent disabled:text-border',
  bare: 'bg-transparent text-inherit border-transparent',
}

/** What a button looks like: `main` once a screen at most, `danger` for what takes something away, `bare` on a coloured strip. */
export type Look = keyof typeof LOOKS

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look }

/** A button at least 48 px high and wide. Disabled ones keep their words readable: the reason stands beside them. */
export function Button({ look = 'plain', className = '', type = 'button', ...rest }: Props) {
  return (
    <button
      // oxlint-disable-next-line react/button-has-type -- it has one, by default
      type={type}
      className={`inline-flex min-h-12 min-w-12 items-center justify-center gap-2 rounded-md border px-3 text-base leading-tight active:opacity-80 ${LOOKS[look]} ${className}`}
      {...rest}
    />
  )
}
