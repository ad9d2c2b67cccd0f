import type { Schemas } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Money } from '@pos/shared/ui/Money'

import { DataTable } from '../../ui/DataTable'
import { momentText } from '../../ui/times'

/** Tables that are open now, or were when the day was closed: they carry over. */
export function OpenTables({ tables, isClosed }: { tables: readonly Schemas['OpenTableOut'][]; isClosed: boolean }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const title = isClosed ? t('report.carriedOver') : t('report.openTables')
  return (
    <section>
      <h3 className="pb-1 text-lg font-semibold">{title}</h3>
      <DataTable
        caption={title}
        empty={t('report.noOpenTables')}
        columns={[t('tile.table'), t('orders.waiter'), t('report.opened'), t('money.total'), t('money.left')]}
        words={[1, 2]}
        rows={tables.map((one) => ({
          key: String(one.order_id),
          cells: [
            one.table_label,
            one.waiter,
            momentText(one.opened_at, language),
            <Money key="total" cents={fromWire(one.total)} />,
            <Money key="unpaid" cents={fromWire(one.unpaid)} className="font-semibold" />,
          ],
        }))}
      />
    </section>
  )
}
