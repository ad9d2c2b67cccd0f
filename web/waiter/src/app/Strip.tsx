import { useReach } from '@pos/shared/api/reach'
import { useAlerts } from '@pos/shared/house/alerts'
import { useNow } from '@pos/shared/house/clock'
import { useTables } from '@pos/shared/house/floor'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { useNewVersion } from '@pos/shared/new-version'
import { useOutbox } from '@pos/shared/outbox/house-outbox'
import { useSession } from '@pos/shared/session/session'
import { StatusStrip } from '@pos/shared/ui/StatusStrip'
import { Clock, Hand, History, Inbox, PrinterX, Settings, Wifi, WifiOff } from 'lucide-react'
import { later } from '@pos/shared/later'
import { Suspense, useState } from 'react'
import { useLocation } from 'wouter'

import { stripState } from './strip-state'
import { useAlarm } from './use-alarm'

const AlertSheet = later(() => import('./later'), 'AlertSheet')

const ICONS = { alert: PrinterX, blocked: Hand, down: WifiOff, sending: Clock, stale: History, calm: Wifi }
const CORNER = 'relative flex h-12 w-12 shrink-0 items-center justify-center'

/** The status strip of every screen, with the tray and the settings at its end. */
export function Strip() {
  const t = useT()
  const named = useNamed()
  const [, go] = useLocation()
  const [isOpen, setOpen] = useState(false)
  const alerts = useAlerts().data ?? []
  const { jobs } = useOutbox()
  const reach = useReach((state) => state.state)
  const floorAt = useTables().dataUpdatedAt
  const name = useSession((session) => session.user?.name ?? '')
  const now = useNow(2_000)
  const hasNewVersion = useNewVersion((version) => version.take !== null)
  useAlarm(alerts)

  const strip = stripState({ alerts, jobs, reach, floorAt, now, name })
  const [first] = alerts
  const zone = first ? named({ name: first.zone_name, name_en: first.zone_name_en }) : ''
  const openers = { alerts: () => setOpen(true), tray: () => go('/outbox') }
  return (
    <>
      <StatusStrip
        tone={strip.tone}
        icon={ICONS[strip.kind]}
        text={t(strip.key, { ...strip.values, zone })}
        onOpen={strip.opens ? openers[strip.opens] : undefined}
      >
        <button type="button" className={CORNER} onClick={() => go('/outbox')} aria-label={t('tray.open', { n: jobs.length })}>
          <Inbox aria-hidden size={22} />
          {jobs.length > 0 && (
            <b className="absolute top-1 right-1 min-w-5 rounded-full border border-current bg-phone px-1 text-center text-xs text-on-phone">
              {jobs.length}
            </b>
          )}
        </button>
        <button type="button" className={CORNER} onClick={() => go('/settings')} aria-label={t(hasNewVersion ? 'settings.titleNew' : 'settings.title')}>
          <Settings aria-hidden size={22} />
          {hasNewVersion && <span className="absolute top-2 right-2 size-3 rounded-full border border-current bg-accent" />}
        </button>
      </StatusStrip>
      <Suspense>
        {isOpen && alerts.length > 0 && <AlertSheet alerts={alerts} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  )
}
