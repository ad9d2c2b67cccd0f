import { type InputHTMLAttributes, type Ref, useId } from 'react'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  label: string
  value: string
  onChange: (value: string) => void
  /** What is wrong with it, in a sentence. */
  fault?: string | undefined
  /** A word of help under it. */
  hint?: string | undefined
  ref?: Ref<HTMLInputElement>
}

/** One line of text with its name above it and what is wrong below. */
export function Field({ label, value, onChange, fault, hint, className = '', ref, ...rest }: Props) {
  const id = useId()
  const below = fault || hint
  return (
    <div className={`flex min-w-0 flex-col ${className}`}>
      <label htmlFor={id} className="text-sm text-text-2">
        {label}
      </label>
      <input
        ref={ref}
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={fault ? true : undefined}
        aria-describedby={below ? `${id}-below` : undefined}
        className={`h-12 min-w-0 rounded-md border bg-surface px-3 text-base ${fault ? 'border-2 border-problem' : 'border-border'}`}
        {...rest}
      />
      {below && (
        <p id={`${id}-below`} className={`text-sm ${fault ? 'font-semibold text-problem' : 'text-text-2'}`}>
          {below}
        </p>
      )}
    </div>
  )
}
