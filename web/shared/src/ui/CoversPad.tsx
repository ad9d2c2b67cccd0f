import { useT } from '../i18n/translate'
import { NumberPad } from './NumberPad'

/** Most guests an order can name, by the API. */
const MOST = 200

/** How many guests sit here; asked only of who wants to tell. */
export function CoversPad(props: { covers: number | null; onSet: (covers: number | null) => void; onClose: () => void }) {
  const t = useT()
  return (
    <NumberPad
      title={t('order.guests')}
      start={props.covers === null ? '' : String(props.covers)}
      accept={(typed) => (Number(typed) <= MOST ? String(Number(typed)) : null)}
      enter={t('action.ok')}
      onEnter={(typed) => props.onSet(Number(typed) > 0 ? Number(typed) : null)}
      onClose={props.onClose}
    />
  )
}
