import { useReach } from '@pos/shared/api/reach'
import { useAlerts } from '@pos/shared/house/alerts'
import { useNow } from '@pos/shared/house/clock'
import { useTables } from '@pos/shared/house/floor'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { forgetSession, useSession } from '@pos/shared/session/session'
import { later } from '@pos/shared/later'
import { StatusStrip } from '@pos/shared/ui/StatusStrip'
import { History, KeyRound, LogOut, PrinterX, UserRound, Wifi, WifiOff } from 'lucide-react'
import { Suspense, useState } from 'react'

import { LanguageButton } from '@pos/shared/desk/LanguageButton'
import { Menu } from '../ui/Menu'
import { ThemeButton } from '../ui/ThemeButton'
import { stripState } from './strip-state'
import { useAlarm } from './use-alarm'
import { useGraceHours } from './use-grace'

const AlertDialog = later(() => import('./AlertDialog'), 'AlertDialog')

const ICONS = { alert: PrinterX, taken: UserRound, down: WifiOff, grace: KeyRound, stale: History, calm: Wifi }

/** The strip of every page: tickets that did not print, a lost connection, or who is signed in. Its place never changes. */
export function Strip() {
  const t = useT()
  const named = useNamed()
  const [isOpen, setOpen] = useState(false)
  const known = useAlerts().data
  const alerts = known ?? []
  const reach = useReach((state) => state.state)
  const floorAt = useTables().dataUpdatedAt
  const name = useSession((session) => session.user?.name ?? '')
  const now = useNow(2_000)
  useAlarm(known)

  const graceHours = useGraceHours()
  const strip = stripState({ alerts, graceHours, reach, floorAt, now, name })
  const [first] = alerts
  const zone = first ? named({ name: first.zone_name, name_en: first.zone_name_en }) : ''
  return (
    <div className="print:hidden">
      <StatusStrip
        tone={strip.tone}
        icon={ICONS[strip.kind]}
        text={t(strip.key, { ...strip.values, zone })}
        onOpen={alerts.length > 0 ? () => setOpen(true) : undefined}
      >
        <span className="hidden sm:flex">
          <LanguageButton />
        </span>
        <ThemeButton />
        <Menu label={t('app.you', { name })} items={[{ label: t('settings.signOut'), icon: LogOut, onChoose: forgetSession }]} />
      </StatusStrip>
      <Suspense>{isOpen && alerts.length > 0 && <AlertDialog alerts={alerts} onClose={() => setOpen(false)} />}</Suspense>
    </div>
  )
}
