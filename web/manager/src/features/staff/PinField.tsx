import { Field } from '@pos/shared/desk/Field'
import { useT } from '@pos/shared/i18n/translate'

/** A PIN that somebody is given: digits only, to be read while it is chosen. */
export function PinField({ label, value, onChange }: { label: string; value: string; onChange: (pin: string) => void }) {
  const t = useT()
  return (
    <Field
      label={label}
      value={value}
      onChange={(text) => onChange(text.replaceAll(/\D/g, '').slice(0, 12))}
      inputMode="numeric"
      autoComplete="off"
      hint={t('staff.pinHint')}
    />
  )
}
