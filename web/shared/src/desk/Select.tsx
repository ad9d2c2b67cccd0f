import { useId } from 'react'

interface Props<Value extends string> {
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string }[]
  isDisabled?: boolean
  /** The label is only read out: the options speak for themselves. */
  isLabelHidden?: boolean
  className?: string
}

/** One of a list, as the device itself asks it. */
export function Select<Value extends string>(props: Props<Value>) {
  const { label, value, onChange, options, isDisabled = false, isLabelHidden = false, className = '' } = props
  const id = useId()
  return (
    <div className={`flex min-w-0 flex-col ${className}`}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm text-text-2'}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value as Value)}
        className="h-12 min-w-0 rounded-md border border-border bg-surface px-3 text-base text-text disabled:text-text-2"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
