import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Money } from '@pos/shared/ui/Money'

import { DataTable } from '../../ui/DataTable'
import type { By, SalesRow } from './report-data'
import { rowName } from './row-name'

/** The numbers of the chart, all rows of them. */
export function SalesTable({ by, rows, before }: { by: By; rows: readonly SalesRow[]; before: readonly SalesRow[] | null }) {
  const t = useT()
  const old = new Map(before?.map((row) => [row.key, fromWire(row.net)]))
  return (
    <DataTable
      caption={t('report.chart', { by: t(`by.${by}`) })}
      empty={t('report.noRows')}
      columns={[t(`by.${by}`), t('order.quantity'), t('report.gross'), t('report.net'), t('report.vatWithin'), ...(before ? [t('report.weekBefore')] : [])]}
      rows={rows.map((row) => ({
        key: row.key,
        cells: [
          rowName(t, by, row),
          row.quantity.replace('.', ','),
          <Money key="gross" cents={fromWire(row.gross)} />,
          <Money key="net" cents={fromWire(row.net)} className="font-semibold" />,
          <Money key="vat" cents={fromWire(row.vat)} />,
          ...(before ? [<Money key="before" cents={old.get(row.key) ?? 0} className="text-text-2" />] : []),
        ],
      }))}
    />
  )
}
