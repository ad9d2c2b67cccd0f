import type { Schemas } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Money } from '@pos/shared/ui/Money'

import { DataTable } from '../../ui/DataTable'
import { clockText } from '../../ui/times'

/** Voids, comps and discounts with their reasons. */
export function AdjustmentsTable({ rows }: { rows: readonly Schemas['AdjustmentOut'][] }) {
  const t = useT()
  return (
    <section>
      <h3 className="pb-1 text-lg font-semibold">{t('report.adjustments')}</h3>
      <DataTable
        caption={t('report.adjustments')}
        empty={t('report.noAdjustments')}
        columns={[t('report.what'), t('report.time'), t('tile.table'), t('report.item'), t('ui.reason'), t('report.whoDid'), t('report.amount')]}
        words={[1, 2, 3, 4, 5]}
        rows={rows.map((one) => ({
          key: String(one.id),
          cells: [
            t(`adjustment.${one.kind}`),
            clockText(one.at),
            one.table_label,
            `${one.quantity.replace('.', ',')} ${one.item}`,
            one.reason,
            one.by,
            <Money key="amount" cents={fromWire(one.amount)} />,
          ],
        }))}
      />
    </section>
  )
}
