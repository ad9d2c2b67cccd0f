import { useReach } from '@pos/shared/api/reach'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { useT } from '@pos/shared/i18n/translate'
import type { ReactNode } from 'react'

/** What the box said last: dimmed, with its age, while the box does not answer. `at` in ms; 0 for nothing yet. */
export function Aged({ at, children }: { at: number; children: ReactNode }) {
  const t = useT()
  const isDown = useReach((reach) => reach.state === 'down')
  const now = useNow()
  const isOld = isDown && at > 0
  return (
    <>
      {isOld && <p className="py-1 font-semibold print:hidden">{t('floor.age', { age: ageText(t, minutesSince(new Date(at).toISOString(), now)) })}</p>}
      <div className={isOld ? 'opacity-90 grayscale print:opacity-100 print:grayscale-0' : ''} data-dimmed={isOld}>
        {children}
      </div>
    </>
  )
}
