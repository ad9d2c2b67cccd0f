import { useId } from 'react'

interface Props<Value extends string> {
  title: string
  value: Value
  options: { value: Value; text: string }[]
  onChoose: (value: Value) => void
}

/** One of a few, all in sight: native radio buttons that look like a row of keys. */
export function Choice<Value extends string>({ title, value, options, onChoose }: Props<Value>) {
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">{title}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-12 flex-1 items-center justify-center rounded-md border border-border bg-surface px-2 text-center has-checked:border-transparent has-checked:bg-text has-checked:text-bg has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            {option.text}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
