import { useT } from '@pos/shared/i18n/translate'
import { Keypad } from '@pos/shared/ui/Keypad'
import { Sheet } from '@pos/shared/ui/Sheet'
import { useState } from 'react'

/** Most guests an order can name, by the API. */
const MOST = 200

/** How many guests sit here; asked only of who wants to tell. */
export function CoversSheet(props: { covers: number | null; onSet: (covers: number | null) => void; onClose: () => void }) {
  const t = useT()
  const [typed, setTyped] = useState(props.covers === null ? '' : String(props.covers))
  return (
    <Sheet title={t('order.guests')} onClose={props.onClose}>
      <output aria-label={t('order.guests')} className="mb-2 block h-12 text-center text-3xl font-bold tabular-nums">
        {typed || '–'}
      </output>
      <Keypad
        onDigit={(digit) => setTyped((old) => (Number(old + digit) <= MOST ? String(Number(old + digit)) : old))}
        onErase={() => setTyped((old) => old.slice(0, -1))}
        onEnter={() => {
          props.onSet(Number(typed) > 0 ? Number(typed) : null)
          props.onClose()
        }}
        enter={t('action.ok')}
        enterLabel={t('action.ok')}
      />
    </Sheet>
  )
}
