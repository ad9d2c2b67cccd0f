import type { Table } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Keypad } from '@pos/shared/ui/Keypad'
import { Sheet } from '@pos/shared/ui/Sheet'
import { useState } from 'react'

import { tableTyped } from './sections'

/** "Type 7, go." */
export function TablePad(props: { tables: readonly Table[]; onGo: (table: Table) => void; onClose: () => void }) {
  const t = useT()
  const [typed, setTyped] = useState('')
  const table = tableTyped(props.tables, typed)
  return (
    <Sheet title={t('tables.pad')} onClose={props.onClose}>
      <output aria-label={t('tables.pad')} className="block h-12 text-center text-3xl font-bold tabular-nums">
        {typed || '–'}
      </output>
      <p className="mb-2 h-6 text-center text-text-2" role="status">
        {typed && !table && t('tables.noSuch')}
      </p>
      <Keypad
        onDigit={(digit) => setTyped((old) => (old + digit).slice(0, 4))}
        onErase={() => setTyped((old) => old.slice(0, -1))}
        onEnter={() => table && props.onGo(table)}
        enter={t('action.go')}
        enterLabel={t('action.go')}
        enterDisabled={!table}
      />
    </Sheet>
  )
}
