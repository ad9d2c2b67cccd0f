import type { Table } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Money } from '@pos/shared/ui/Money'
import { Sheet } from '@pos/shared/ui/Sheet'

interface Props {
  title: string
  tables: readonly Table[]
  /** What to say when there is none to choose. */
  none: string
  isBusy: boolean
  error: string
  onPick: (table: Table) => void
  onClose: () => void
}

/** Which table? */
export function TablePicker({ title, tables, none, isBusy, error, onPick, onClose }: Props) {
  const t = useT()
  return (
    <Sheet title={title} onClose={onClose}>
      {tables.length === 0 && <p className="pb-2 text-text-2">{none}</p>}
      <p role="alert" className="min-h-6 pb-2 font-semibold text-problem">
        {error}
      </p>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(4.4rem,1fr))] gap-2">
        {tables.map((table) => (
          <li key={table.id}>
            <button
              type="button"
              disabled={isBusy}
              data-pick={table.number}
              onClick={() => onPick(table)}
              className="flex min-h-16 w-full flex-col items-center justify-center rounded-md border border-border bg-surface leading-tight active:bg-surface-2"
            >
              <b className="text-xl">
                <span className="sr-only">{t('tile.table')} </span>
                {table.label}
              </b>
              {table.order && <Money cents={fromWire(table.order.total)} className="text-sm" />}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
