import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Plus, Radar } from 'lucide-react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { useCheckStep } from './printer-data'

/** Look for printers on the restaurant's network; those that are ours already are not disturbed. */
export function DiscoverDialog({ onClose, onAdd }: { onClose: () => void; onAdd: (found: { address: string; port: number }) => void }) {
  const t = useT()
  const { begin, report, isBusy, error } = useCheckStep()
  const language = useLanguageState((state) => state.language)
  const { found = [], searched = [] } = report ?? {}
  return (
    <Dialog title={t('printer.find')} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="text-text-2">{t('printer.findHint')}</p>
        <Button look="main" disabled={isBusy} onClick={() => begin({ step: 'discover' })}>
          <Radar aria-hidden size={20} /> {isBusy ? t('printer.searching', { percent: Math.round((report?.progress ?? 0) * 100) }) : t('printer.search')}
        </Button>
        <Fault error={error} />
        {report && (
          <>
            <ul aria-label={t('printer.foundList')}>
              {found.map((one) => (
                <li key={`${one.address}:${one.port}`} className="flex flex-wrap items-center gap-2 border-t border-surface-2 py-2">
                  <span className="min-w-0 flex-1">
                    <b className="font-semibold tabular-nums">{one.address}</b>:{one.port}
                    <span className="block text-sm text-text-2">
                      {one.printer_id
                        ? t('printer.ours', { name: one.printer_id })
                        : one.moved_printer_id
                          ? t('printer.moved', { name: one.moved_printer_id })
                          : one.reason
                            ? t('printer.noPrinter')
                            : t('printer.isNew')}
                    </span>
                  </span>
                  {!one.printer_id && (
                    <Button onClick={() => onAdd({ address: one.address, port: one.port })}>
                      <Plus aria-hidden size={20} /> {t('printer.addThis')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {report.is_final && report.reason !== '' && <p role="alert">{language === 'en' ? report.sentence_en : report.sentence}</p>}
            {report.is_final && report.reason === '' && found.length === 0 && <p>{t('printer.foundNone')}</p>}
            {searched.length > 0 && <p className="text-sm text-text-2">{t('printer.searched', { networks: searched.join(', ') })}</p>}
          </>
        )}
      </div>
    </Dialog>
  )
}
