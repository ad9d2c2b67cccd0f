import type { ReactNode } from 'react'

interface Props {
  /** What the table shows. */
  caption: string
  /** Said when there are no rows. */
  empty: string
  /** The first column names the row, the others are figures. */
  columns: readonly string[]
  rows: readonly { key: string; cells: readonly ReactNode[] }[]
  /** Columns of words, beside the first. */
  words?: readonly number[]
}

/** Rows of figures; on a narrow screen they scroll sideways inside their own frame. */
export function DataTable({ caption, empty, columns, rows, words = [] }: Props) {
  if (rows.length === 0) return <p className="text-text-2">{empty}</p>
  const side = (column: number) => (column === 0 || words.includes(column) ? 'text-left' : 'text-right tabular-nums')
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    <div className="relative overflow-x-auto" role="region" aria-label={caption} tabIndex={0}>
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-border text-sm text-text-2">
            {columns.map((name, column) => (
              <th key={name} scope="col" className={`px-2 py-2 font-semibold ${side(column)}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="border-b border-surface-2">
              {cells.map((cell, column) =>
                column === 0 ? (
                  <th key={columns[column]} scope="row" className="px-2 py-2 text-left font-normal">
                    {cell}
                  </th>
                ) : (
                  <td key={columns[column]} className={`px-2 py-2 ${side(column)}`}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
