import { api, ask } from '@pos/shared/api/client'
import type { Printer } from '@pos/shared/api/shapes'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { CircleCheck, CircleOff, CirclePause, FlaskConical, type LucideIcon, Pause, PlugZap, Play, Settings2, Shuffle, Stethoscope, Trash2, TriangleAlert, Undo2 } from 'lucide-react'
import { useState } from 'react'

import { Fault } from '../../ui/Fault'
import { Menu } from '../../ui/Menu'
import { ReasonlessDialog } from '../../ui/ReasonlessDialog'
import { CheckDialog } from './CheckDialog'
import { DivertDialog } from './DivertDialog'
import { PrinterDialog } from './PrinterDialog'
import { usePrinterAct, useSetup } from './printer-data'

const STATES: Record<Printer['state'], { icon: LucideIcon; look: string }> = {
  ready: { icon: CircleCheck, look: 'bg-paid text-on-paid' },
  not_printing: { icon: TriangleAlert, look: 'bg-problem text-on-problem' },
  agent_gone: { icon: PlugZap, look: 'bg-problem text-on-problem' },
  paused: { icon: CirclePause, look: 'bg-part-paid text-on-part-paid' },
  off: { icon: CircleOff, look: 'bg-surface-2 text-text' },
}

/** One printer: its state in words, what waits for it, and what can be done. */
export function PrinterCard({ printer, others }: { printer: Printer; others: readonly Printer[] }) {
  const t = useT()
  const named = useNamed()
  const now = useNow()
  const language = useLanguageState((state) => state.language)
  const act = usePrinterAct()
  const test = usePrinterAct<{ is_printed: boolean; sentence: string; sentence_en: string }>()
  const [asked, askFor] = useState<'setup' | 'divert' | 'check' | 'remove' | null>(null)
  const params = { path: { printer_id: printer.id } }
  const { icon: Icon, look } = STATES[printer.state]
  const said = (one: { sentence: string; sentence_en: string }) => (language === 'en' ? one.sentence_en : one.sentence)
  return (
    <article data-printer={printer.id} data-state={printer.state} className="flex h-full flex-col gap-2 rounded-md border border-surface-2 bg-surface p-3">
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1 leading-tight">
          <h2 className="text-lg font-semibold break-words">{printer.name}</h2>
          <p className="text-sm text-text-2">{named({ name: printer.zone_name, name_en: printer.zone_name_en })}</p>
        </div>
        <Menu
          label={t('printer.acts', { name: printer.name })}
          items={[
            { label: t('printer.setUp'), icon: Settings2, onChoose: () => askFor('setup') },
            { label: t('printer.check'), icon: Stethoscope, onChoose: () => askFor('check') },
            { label: t('printer.remove', { name: printer.name }), icon: Trash2, isDanger: true, onChoose: () => askFor('remove') },
          ]}
        />
      </header>
      <p className={`flex items-center gap-2 rounded-sm px-2 py-1 font-semibold ${look}`}>
        <Icon aria-hidden size={20} className="shrink-0" /> {t(`printerState.${printer.state}`)}
      </p>
      {printer.state !== 'ready' && said(printer) && <p>{said(printer)}</p>}
      {printer.is_paper_low && printer.reason !== 'paper_out' && <p className="flex items-center gap-2 font-semibold"><TriangleAlert aria-hidden size={20} /> {t('printer.paperLow')}</p>}
      {printer.diverted_to && (
        <p className="flex items-center gap-2 font-semibold">
          <Shuffle aria-hidden size={20} className="shrink-0" />
          {t('printer.diverted', { name: printer.diverted_to_name })}
        </p>
      )}
      <p className="text-sm text-text-2">
        {t('printer.waiting', { n: printer.waiting })}
        {printer.in_trouble > 0 && ` · ${t('printer.inTrouble', { n: printer.in_trouble })}`}
        {' · '}
        {printer.last_printed_at ? t('printer.lastPrinted', { age: ageText(t, minutesSince(printer.last_printed_at, now)) }) : t('printer.neverPrinted')}
      </p>
      {test.data && (
        <p role="status" className={`rounded-sm border-2 px-2 py-1 font-semibold ${test.data.is_printed ? 'border-transparent bg-paid text-on-paid' : 'border-problem'}`}>
          {test.data.is_printed ? t('printer.testPrinted') : said(test.data)}
        </p>
      )}
      <Fault error={act.error ?? test.error} />
      <div className="mt-auto flex flex-wrap gap-2">
        <Button
          disabled={test.isPending}
          onClick={() => test.mutate(() => ask(api.POST('/api/printers/{printer_id}/test', { params, body: { language } })))}
        >
          <FlaskConical aria-hidden size={20} /> {test.isPending ? t('printer.testing') : t('printer.test')}
        </Button>
        {printer.is_paused ? (
          <Button disabled={act.isPending} onClick={() => act.mutate(() => ask(api.POST('/api/printers/{printer_id}/resume', { params })))}>
            <Play aria-hidden size={20} /> {t('printer.resume')}
          </Button>
        ) : (
          <Button disabled={act.isPending} onClick={() => act.mutate(() => ask(api.POST('/api/printers/{printer_id}/pause', { params })))}>
            <Pause aria-hidden size={20} /> {t('printer.pause')}
          </Button>
        )}
        {printer.diverted_to ? (
          <Button disabled={act.isPending} onClick={() => act.mutate(() => ask(api.POST('/api/printers/{printer_id}/back', { params })))}>
            <Undo2 aria-hidden size={20} /> {t('printer.back')}
          </Button>
        ) : (
          others.length > 0 && (
            <Button onClick={() => askFor('divert')}>
              <Shuffle aria-hidden size={20} /> {t('printer.divert')}
            </Button>
          )
        )}
      </div>
      {asked === 'setup' && <SetupDialog printer={printer} others={others} onClose={() => askFor(null)} />}
      {asked === 'divert' && <DivertDialog printer={printer} others={others} onClose={() => askFor(null)} />}
      {asked === 'check' && <CheckDialog printer={printer} onClose={() => askFor(null)} />}
      {asked === 'remove' && (
        <ReasonlessDialog
          title={t('printer.remove', { name: printer.name })}
          sentence={t('printer.removeHint')}
          action={t('menu.remove')}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={() =>
            act.mutate(async () => {
              await ask(api.DELETE('/api/printers/{printer_id}', { params }))
              askFor(null)
            })
          }
          onClose={() => askFor(null)}
        />
      )}
    </article>
  )
}

function SetupDialog({ printer, others, onClose }: { printer: Printer; others: readonly Printer[]; onClose: () => void }) {
  const setup = useSetup(printer.id)
  return setup.data ? <PrinterDialog setup={setup.data} start={null} printers={others} onClose={onClose} /> : null
}
