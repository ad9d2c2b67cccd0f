interface Props<Value extends string> {
  /** What is chosen here. */
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string }[]
}

/** One of a few, all in sight. */
export function Chips<Value extends string>({ label, value, onChange, options }: Props<Value>) {
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className="min-h-12 min-w-12 rounded-md border border-border bg-surface px-3 aria-pressed:border-transparent aria-pressed:bg-accent aria-pressed:font-semibold aria-pressed:text-on-accent"
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
