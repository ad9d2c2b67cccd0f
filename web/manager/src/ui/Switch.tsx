import { Switch as Radix } from 'radix-ui'
import { useId } from 'react'

interface Props {
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
  isDisabled?: boolean
  isLabelHidden?: boolean
}

/** On or off, at once. */
export function Switch({ label, isOn, onChange, isDisabled = false, isLabelHidden = false }: Props) {
  const id = useId()
  return (
    <span className="inline-flex min-h-12 items-center gap-2">
      <Radix.Root
        id={id}
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={onChange}
        aria-label={isLabelHidden ? label : undefined}
        className="flex h-12 w-14 shrink-0 items-center disabled:opacity-60"
      >
        <span
          className={`flex h-8 w-14 items-center rounded-full border px-1 ${isOn ? 'justify-end border-transparent bg-accent' : 'justify-start border-border bg-surface'}`}
        >
          <Radix.Thumb className={`size-6 rounded-full ${isOn ? 'bg-on-accent' : 'bg-border'}`} />
        </span>
      </Radix.Root>
      {!isLabelHidden && <label htmlFor={id}>{label}</label>}
    </span>
  )
}
