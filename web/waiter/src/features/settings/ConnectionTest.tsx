import { api, ask } from '@pos/shared/api/client'
import { errorSentence } from '@pos/shared/api/problems'
import type { Printer } from '@pos/shared/api/shapes'
import { reasonSentence } from '@pos/shared/house/reasons'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useMutation } from '@tanstack/react-query'
import { Check, CircleAlert, Gauge } from 'lucide-react'

/** Round trips whose middle one is shown. */
const TRIPS = 5

/** What a test found: ms there and back, and the printers. That it could ask at all says that the licence holds. */
interface Found {
  ms: number
  printers: Printer[]
  isWhole: boolean
}

/** Is it the Wi-Fi, the box or a printer? One tap tells. */
export function ConnectionTest() {
  const t = useT()
  const test = useMutation({ mutationFn: look })
  return (
    <section aria-label={t('settings.test')} className="flex flex-col gap-2">
      <Button disabled={test.isPending} onClick={() => test.mutate()}>
        <Gauge aria-hidden size={20} /> {t('settings.test')}
      </Button>
      <div role="status">
        {test.isError && (
          <p className="flex items-start gap-2 font-semibold">
            <CircleAlert aria-hidden size={20} className="mt-0.5 shrink-0" /> {errorSentence(t, test.error)}
          </p>
        )}
        {test.data && (
          <ul className="flex flex-col gap-1">
            <Fact isGood={test.data.ms < 300}>{t('test.trip', { n: test.data.ms })}</Fact>
            <Fact isGood={test.data.isWhole}>{t(test.data.isWhole ? 'test.box' : 'test.boxPart')}</Fact>
            <Fact isGood>{t('test.licence')}</Fact>
            {test.data.printers.map((printer) => {
              const isGood = printer.presence === 'online' && printer.reason === ''
              const away = printer.presence === 'online' ? printer.reason : 'silent'
              return (
                <Fact key={printer.id} isGood={isGood}>
                  {isGood ? t('test.printer', { printer: printer.name }) : reasonSentence(t, away, printer.name)}
                </Fact>
              )
            })}
          </ul>
        )}
      </div>
    </section>
  )
}

function Fact({ isGood, children }: { isGood: boolean; children: string }) {
  const Icon = isGood ? Check : CircleAlert
  return (
    <li className={`flex items-start gap-2 ${isGood ? '' : 'font-semibold'}`}>
      <Icon aria-hidden size={20} className="mt-0.5 shrink-0" /> {children}
    </li>
  )
}

async function look(): Promise<Found> {
  const trips: number[] = []
  let isWhole = true
  for (let trip = 0; trip < TRIPS; trip += 1) {
    const before = performance.now()
    // oxlint-disable-next-line no-await-in-loop -- one after another is the point
    isWhole = (await ask(api.GET('/api/system/health'))).status === 'ok' && isWhole
    trips.push(performance.now() - before)
  }
  const printers = await ask(api.GET('/api/printers/'))
  const middle = trips.toSorted((a, b) => a - b)[Math.floor(TRIPS / 2)] ?? 0
  return { ms: Math.round(middle), printers: printers.filter((printer) => printer.is_active), isWhole }
}
