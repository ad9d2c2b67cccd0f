import { api, ask } from '@pos/shared/api/client'
import type { Printer, Schemas } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { snack } from '@pos/shared/ui/Snackbar'
import { useEffect, useRef, useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { type Check, useCheckStep, usePrinterAct, useSetup } from './printer-data'
import { isTrial, Learnt, TrialOutcome, TrialProgress, TRIALS } from './Trials'

const STEPS = ['status', 'fences', 'code_pages', 'sample', 'cuts', 'beeps'] as const

/** The printer check: what it answers, and, from its own paper, which number prints Greek; what is found is kept. */
export function CheckDialog({ printer, onClose }: { printer: Pick<Printer, 'id' | 'name'>; onClose: () => void }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const { begin, stop, report, isBusy, error } = useCheckStep()
  const known = useSetup(printer.id).data?.capabilities
  const [page, setPage] = useState('')
  const keep = usePrinterAct(() => snack(t('printer.kept')))
  const learn = (body: Partial<Schemas['Capabilities']>) =>
    keep.mutate(() => ask(api.PATCH('/api/printers/{printer_id}/capabilities', { params: { path: { printer_id: printer.id } }, body: body as Schemas['Capabilities'] })))
  const trial = isTrial(report?.step) ? report.step : null
  useStopOnLeave(trial !== null && isBusy, stop)
  const outcome = useRef<HTMLDivElement>(null)
  useEffect(() => {
    void outcome.current?.scrollIntoView({ block: 'nearest' })
  }, [isBusy, report?.stage])
  const sentence = report && (language === 'en' ? report.sentence_en : report.sentence)
  const offered = (steps: readonly ((typeof STEPS)[number] | (typeof TRIALS)[number])[]) => (
    <div className="grid gap-2 sm:grid-cols-2">
      {steps.map((step) => (
        <Button key={step} disabled={isBusy} onClick={() => begin({ step, printer_id: printer.id })}>
          {t(`checkStep.${step}`)}
        </Button>
      ))}
    </div>
  )
  return (
    <Dialog isWide title={t('printer.checkTitle', { name: printer.name })} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="text-text-2">{t('printer.checkHint')}</p>
        <div role="status" ref={outcome} className="flex flex-col gap-2">
          {isBusy && !report?.stage && <p>{t('printer.checking')}</p>}
          {isBusy && trial && report?.stage && <TrialProgress step={trial} stage={report.stage} onStop={stop} />}
          {report?.is_final && trial && (
            <TrialOutcome step={trial} report={report} isBusy={keep.isPending} onKeep={learn} />
          )}
          {report?.is_final && !trial && (
            <>
              <p className="font-semibold">
                {t(`checkStep.${report.step as (typeof STEPS)[number]}`)}: {report.reason === '' ? t('printer.stepDone') : sentence}
              </p>
              {report.is_paper_low && <p>{t('printer.paperLow')}</p>}
              {learnt(report) && (
                <Button className="self-start" disabled={keep.isPending} onClick={() => learn(learnt(report) ?? {})}>
                  {t('printer.keepFound', { what: Object.values(learnt(report) ?? {}).join(', ') })}
                </Button>
              )}
            </>
          )}
        </div>
        {report?.is_final && report.step === 'code_pages' && report.reason === '' && (
          <form
            className="flex flex-wrap items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              if (page !== '') learn({ code_page: Number(page) })
            }}
          >
            <Field label={t('printer.whichPage')} hint={t('printer.whichPageHint')} type="number" min={0} max={255} value={page} onChange={setPage} />
            <Button type="submit" look="main" disabled={page === '' || keep.isPending}>
              {t('printer.keepPage')}
            </Button>
            <Button disabled={keep.isPending} onClick={() => learn({ graphics: true })}>
              {t('printer.noPage')}
            </Button>
          </form>
        )}
        {report?.is_final && report.step === 'sample' && report.reason === '' && (
          <Button className="self-start" disabled={keep.isPending} onClick={() => learn({ user_chars: true })}>
            {t('printer.keepEuro')}
          </Button>
        )}
        {report?.is_final && (report.answers ?? []).length > 0 && <Answers report={report} />}
        <Fault error={error ?? keep.error} />
        {offered(STEPS)}
        <h3 className="pt-2 font-semibold">{t('trial.title')}</h3>
        <p className="text-text-2">{t('trial.hint')}</p>
        {offered(TRIALS)}
        {known && <Learnt title={t('trial.known')} spoken={known} />}
      </div>
    </Dialog>
  )
}

/** Whoever walks away from a trial gives the printer back to its tickets. */
function useStopOnLeave(isUnderWay: boolean, stop: () => void) {
  const leave = useRef<(() => void) | null>(null)
  useEffect(() => {
    leave.current = isUnderWay ? stop : null
  })
  useEffect(() => () => leave.current?.(), [])
}

/** Every answer that differed from the one before, in hexadecimal: what a maker's support asks for. */
function Answers({ report }: { report: Check }) {
  const t = useT()
  const answers = report.answers ?? []
  return (
    <details className="rounded-md border border-border">
      <summary className="flex min-h-12 cursor-pointer items-center px-3">{t('trial.answers', { n: answers.length })}</summary>
      <ul className="px-3 pb-3 text-sm break-words">
        {answers.map((one, at) => (
          <li key={at}>
            {one.asked}: <span className="tabular-nums">{one.heard_hex || t('trial.noAnswer')}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What the printer proved to understand. */
function learnt(report: Check): Partial<Schemas['Capabilities']> | null {
  const found = { ...(report.status && { status: report.status }), ...(report.fence && { fence: report.fence }) }
  return Object.keys(found).length > 0 ? (found as Partial<Schemas['Capabilities']>) : null
}
