import { useReach } from '@pos/shared/api/reach'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { useT } from '@pos/shared/i18n/translate'
import type { ReactNode } from 'react'

interface Props {
  /** When the box said it, ms; 0 for nothing yet. */
  at: number
  /** How the content is laid out. */
  className?: string
  /** In a drawer: where its page lies beside it, the page's age is enough. */
  isBeside?: boolean
  children: ReactNode
}

/** What the box said last: dimmed, with its age over it, while the box does not answer; nothing moves under a finger. */
export function Aged({ at, className = '', isBeside = false, children }: Props) {
  const t = useT()
  const isDown = useReach((reach) => reach.state === 'down')
  const now = useNow()
  const isOld = isDown && at > 0
  return (
    <>
      {isOld && (
        <p
          className={`pointer-events-none inset-x-0 z-10 mx-auto w-fit max-w-[90%] rounded-md bg-phone px-4 py-2 text-center font-semibold text-on-phone shadow-2xl print:hidden ${isBeside ? 'absolute bottom-24 lg:hidden' : 'fixed bottom-20 md:bottom-4'}`}
        >
          {t('floor.age', { age: ageText(t, minutesSince(new Date(at).toISOString(), now)) })}
        </p>
      )}
      <div className={`${className} ${isOld ? 'opacity-90 grayscale print:opacity-100 print:grayscale-0' : ''}`} data-dimmed={isOld}>
        {children}
      </div>
    </>
  )
}
