import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { type Language, useLanguageState } from '@pos/shared/i18n/language'
import { isKey, type Translate, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleX, ClipboardCheck, TriangleAlert } from 'lucide-react'

import { Fault } from '../../ui/Fault'
import { dayText } from '../../ui/times'

type Finding = Schemas['FindingOut']
type Tested = Schemas['TestedOut'] & { printer: string }

const LOOKS = { ok: 'bg-paid text-on-paid', warn: 'bg-part-paid text-on-part-paid', bad: 'bg-problem text-on-problem' }
const WORST_FIRST = { bad: 0, warn: 1, ok: 2 }
const ICONS = { ok: CircleCheck, warn: TriangleAlert, bad: CircleX }

/** One tap before service: everything is looked at, every printer prints Greek and €; green, or a list of what to do. */
export function CheckCard() {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const check = useMutation({
    mutationFn: async () => {
      const printers = await ask(api.GET('/api/printers/'))
      const inUse = printers.filter((printer) => printer.is_active)
      const tested = await Promise.all(
        inUse.map(async (printer): Promise<Tested> => {
          const params = { path: { printer_id: printer.id } }
          return { ...(await ask(api.POST('/api/printers/{printer_id}/test', { params, body: { language } }))), printer: printer.name }
        }),
      )
      return { tested, found: await ask(api.GET('/api/system/check')) }
    },
  })
  const data = check.data
  const state = data && !data.tested.every((one) => one.is_printed) ? 'bad' : (data?.found.state ?? 'ok')
  const isGreen = state === 'ok'
  return (
    <section className="flex flex-col gap-3 rounded-md border border-surface-2 bg-surface p-4">
      <h2 className="text-lg font-semibold">{t('check.beforeService')}</h2>
      <p className="text-text-2">{t('check.beforeServiceHint')}</p>
      <Button look="main" className="self-start" disabled={check.isPending} onClick={() => check.mutate()}>
        <ClipboardCheck aria-hidden size={20} /> {check.isPending ? t('check.running') : t('check.run')}
      </Button>
      <Fault error={check.error} />
      {data && (
        <>
          <p role="status" data-check={state} className={`flex items-center gap-2 rounded-sm px-3 py-2 text-lg font-bold ${LOOKS[state]}`}>
            {isGreen ? <CircleCheck aria-hidden /> : <TriangleAlert aria-hidden />}
            {isGreen ? t('check.allWell') : t('check.seeTo')}
          </p>
          <ul>
            {data.tested.map((one) => (
              <Line
                key={one.printer}
                state={one.is_printed ? 'ok' : 'bad'}
                says={one.is_printed ? t('check.testPrinted', { name: one.printer }) : t('check.testFailed', { name: one.printer })}
                act={one.is_printed ? t('check.lookAtPaper') : language === 'en' ? one.sentence_en : one.sentence}
              />
            ))}
            {data.found.findings.toSorted((a, b) => WORST_FIRST[a.state] - WORST_FIRST[b.state]).map((finding) => (
              <Line key={`${finding.topic}/${finding.subject}`} state={finding.state} says={saysText(t, finding, language)} act={doText(t, finding)} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Line({ state, says, act }: { state: Finding['state']; says: string; act: string }) {
  const t = useT()
  const Icon = ICONS[state]
  return (
    <li className="flex items-start gap-2 border-t border-surface-2 py-2">
      <Icon role="img" aria-label={t(`finding.state.${state}`)} size={22} className={`shrink-0 ${state === 'ok' ? '' : 'text-problem'}`} />
      <span className="min-w-0 flex-1">
        <span className={state === 'ok' ? '' : 'font-semibold'}>{says}</span>
        {act && <span className="block text-text-2">{act}</span>}
      </span>
    </li>
  )
}

/** Our sentence for the finding; the box's own for one of a newer box. */
function saysText(t: Translate, finding: Finding, language: Language): string {
  const { age_s: age, expires_at: until, free_mb: free } = finding.facts
  const key = `finding.${finding.code}${finding.code === 'licence-ok' && until !== undefined ? '.days' : ''}`
  if (!isKey(key)) return finding.says
  return t(key, {
    ...finding.facts,
    name: finding.subject,
    ...(typeof age === 'number' && { hours: Math.max(1, Math.round(age / 3600)) }),
    ...(typeof free === 'number' && { free: roomText(free, language) }),
    ...(typeof until === 'string' && { until: dayText(until.slice(0, 10), language) }),
  })
}

/** `73 GB`; below one, `640 MB`. */
function roomText(megabytes: number, language: Language): string {
  return megabytes < 1_000 ? `${megabytes} MB` : `${(megabytes / 1_000).toLocaleString(language, { maximumFractionDigits: 0 })} GB`
}

function doText(t: Translate, finding: Finding): string {
  const key = `finding.${finding.code}.do`
  return isKey(key) ? t(key, finding.facts) : finding.do
}
