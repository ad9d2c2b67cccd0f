import type { Table } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { NumberPad } from '@pos/shared/ui/NumberPad'

import { tableTyped } from './sections'

/** "Type 7, go." */
export function TablePad(props: { tables: readonly Table[]; onGo: (table: Table) => void; onClose: () => void }) {
  const t = useT()
  return (
    <NumberPad
      title={t('tables.pad')}
      accept={(typed) => (typed.length <= 4 ? typed : null)}
      hint={(typed) => typed && !tableTyped(props.tables, typed) && t('tables.noSuch')}
      enter={t('action.go')}
      isReady={(typed) => tableTyped(props.tables, typed) !== undefined}
      onEnter={(typed) => {
        const table = tableTyped(props.tables, typed)
        if (table) props.onGo(table)
      }}
      onClose={props.onClose}
    />
  )
}
