import type { Schemas } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Circle, CircleCheck, Hand, LoaderCircle, OctagonX } from 'lucide-react'
import type { ReactNode } from 'react'

import type { Check } from './printer-data'

type Spoken = Partial<Schemas['Capabilities']>
type Stage = Exclude<Check['stage'], '' | undefined>

/** What each trial waits for, in this order. */
const STAGES = {
  cover: ['open_cover', 'close_cover', 'prints'],
  paper: ['take_paper', 'load_paper', 'prints'],
  power: ['open_cover', 'switch_off', 'switch_on'],
  connections: ['second', 'idle'],
} as const satisfies Record<string, readonly Stage[]>

export type TrialStep = keyof typeof STAGES
export const TRIALS = Object.keys(STAGES) as TrialStep[]
const BY_ITSELF: readonly Stage[] = ['prints', 'second', 'idle']

export function isTrial(step: string | undefined): step is TrialStep {
  return step !== undefined && step in STAGES
}

/** A trial under way: what was seen, what to do now, what comes; and a way out. */
export function TrialProgress({ step, stage, onStop }: { step: TrialStep; stage: Check['stage']; onStop: () => void }) {
  const t = useT()
  const now = STAGES[step].findIndex((one) => one === stage)
  return (
    <>
      <ol className="flex flex-col gap-1">
        {STAGES[step].map((one, at) => {
          const Icon = at < now ? CircleCheck : at > now ? Circle : BY_ITSELF.includes(one) ? LoaderCircle : Hand
          return (
            <li key={one} aria-current={at === now ? 'step' : undefined} className={`flex items-start gap-2 rounded-sm px-2 py-1 ${at === now ? 'bg-surface-2 text-lg font-semibold' : 'text-text-2'}`}>
              <Icon aria-hidden size={24} className="shrink-0" />
              <span>
                {t(`trialStage.${one}`)}
                {at < now && <b className="font-semibold text-text"> {t('trial.seen')}</b>}
              </span>
            </li>
          )
        })}
      </ol>
      <Button className="self-start" onClick={onStop}>
        <OctagonX aria-hidden size={20} /> {t('trial.stop')}
      </Button>
    </>
  )
}

/** What a trial came to, what that means, and what only the person beside the paper can say. */
export function TrialOutcome({ step, report, isBusy, onKeep }: { step: TrialStep; report: Check; isBusy: boolean; onKeep: (found: Spoken) => void }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const said = language === 'en' ? report.sentence_en : report.sentence
  if (report.reason !== '') {
    const isLate = report.is_late && report.stage
    return <p className="font-semibold">{isLate ? t('trial.late', { what: t(`trialStage.${report.stage as Stage}`) }) : report.reason === 'cancelled' ? t('trial.stopped') : said}</p>
  }
  const named = language === 'en' ? report.named_sentence_en : report.named_sentence
  const found = foundBy(report)
  const stopped = report.after_cover ?? report.after_paper
  const name = `after_${step}`
  return (
    <>
      {named && <p>{t('trial.named', { n: report.at_line, what: named })}</p>}
      <Learnt spoken={found} />
      {step === 'power' ? (
        <Question asked={t('trial.cameOut')}>
          {(['nothing', 'rest', 'garbage'] as const).map((came) => (
            <Button key={came} disabled={isBusy} onClick={() => onKeep({ after_power: came })}>
              {t(`cameOut.${came}`)}
            </Button>
          ))}
        </Question>
      ) : stopped === 'goes_on' ? (
        <Question asked={t('trial.isWhole')}>
          <Button look="main" disabled={isBusy} onClick={() => onKeep(found)}>
            {t('trial.allThere')}
          </Button>
          <Button disabled={isBusy} onClick={() => onKeep({ [name]: 'gaps' })}>
            {t('trial.someMissing')}
          </Button>
        </Question>
      ) : (
        <Button className="self-start" look="main" disabled={isBusy} onClick={() => onKeep(found)}>
          {t('trial.keep')}
        </Button>
      )}
    </>
  )
}

function Question({ asked, children }: { asked: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="pb-1 font-semibold">{asked}</legend>
      {children}
    </fieldset>
  )
}

/** What trials showed of a printer, in sentences; nothing when none was made. */
export function Learnt({ spoken, title }: { spoken: Spoken; title?: string }) {
  const t = useT()
  const { after_cover, after_paper, after_power, second_client, idle_close_s } = spoken
  const told = [
    after_cover && after_cover !== 'unknown' && ([t('checkStep.cover'), t(`afterStop.${after_cover}`)] as const),
    after_paper && after_paper !== 'unknown' && ([t('checkStep.paper'), t(`afterStop.${after_paper}`)] as const),
    after_power && after_power !== 'unknown' && ([t('checkStep.power'), t(`afterPower.${after_power}`)] as const),
    second_client &&
      second_client !== 'unknown' &&
      ([t('checkStep.connections'), `${t(`secondClient.${second_client}`)} ${idle_close_s ? t('trial.idleClosed', { n: idle_close_s }) : ''}`] as const),
  ].filter((one) => typeof one === 'object')
  if (told.length === 0) return null
  return (
    <ul aria-label={title} className="flex flex-col gap-1">
      {title && <li aria-hidden className="text-text-2">{title}</li>}
      {told.map(([what, sentence]) => (
        <li key={what}>
          <b className="font-semibold">{what}:</b> {sentence}
        </li>
      ))}
    </ul>
  )
}

function foundBy({ after_cover, after_paper, second_client, idle_close_s }: Check): Spoken {
  const found = { after_cover, after_paper, second_client, idle_close_s }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null && value !== undefined))
}
