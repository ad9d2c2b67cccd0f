import { api, ask } from '@pos/shared/api/client'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { useMutation, useQueryClient } from '@tanstack/react-query'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { dayText } from '../../ui/times'
import type { DayReport } from './report-data'

/** The end of a business day: which one, with what, and which tables are still open and carry over. */
export function CloseDayDialog({ report, onClose, onClosed }: { report: DayReport; onClose: () => void; onClosed: () => void }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: () => ask(api.POST('/api/reports/z', { body: { day: report.day } })),
    onSuccess: () => {
      onClose()
      onClosed()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['report'] }),
  })
  const open = report.open_tables
  return (
    <Dialog
      title={t('report.closeTitle', { day: dayText(report.day, language) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.leaveIt')}</Button>
          <Button look="main" disabled={act.isPending} onClick={() => act.mutate()}>
            {t('report.closeNow')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p>
          {t('report.net')}: <Money cents={fromWire(report.totals.net)} className="font-semibold" /> · {t('report.takings')}:{' '}
          <Money cents={fromWire(report.totals.takings)} className="font-semibold" />
        </p>
        {open.length === 0 ? (
          <p>{t('report.noOpenTables')}</p>
        ) : (
          <>
            <p className="font-semibold">{t('report.openCarry', { n: open.length })}</p>
            <ul aria-label={t('report.openTables')}>
              {open.map((one) => (
                <li key={one.order_id} className="flex gap-2 border-t border-surface-2 py-2">
                  <b className="font-semibold">{one.table_label}</b>
                  <span className="min-w-0 flex-1">{one.waiter}</span>
                  <Money cents={fromWire(one.unpaid)} />
                </li>
              ))}
            </ul>
          </>
        )}
        <p className="text-text-2">{t('report.closeHint')}</p>
        <Fault error={act.error} />
      </div>
    </Dialog>
  )
}
