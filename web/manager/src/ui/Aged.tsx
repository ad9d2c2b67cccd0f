import { useReach } from '@pos/shared/api/reach'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { useT } from '@pos/shared/i18n/translate'
import type { ReactNode } from 'react'

/**
 * What the box said last: dimmed, with its age over it, while the box does not answer; nothing moves under a finger.
 * `at` in ms; 0 for nothing yet.
 */
export function Aged({ at, children }: { at: number; children: ReactNode }) {
  const t = useT()
  const isDown = useReach((reach) => reach.state === 'down')
  const now = useNow()
  const isOld = isDown && at > 0
  return (
    <>
      {isOld && (
        <p className="pointer-events-none fixed inset-x-0 bottom-20 z-10 mx-auto w-fit max-w-[90vw] rounded-md bg-phone px-4 py-2 text-center font-semibold text-on-phone shadow-2xl md:bottom-4 print:hidden">
          {t('floor.age', { age: ageText(t, minutesSince(new Date(at).toISOString(), now)) })}
        </p>
      )}
      <div className={isOld ? 'opacity-90 grayscale print:opacity-100 print:grayscale-0' : ''} data-dimmed={isOld}>
        {children}
      </div>
    </>
  )
}
