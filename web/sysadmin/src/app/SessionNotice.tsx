import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useEffect, useState } from 'react'

import { endSession, useSession } from '../cloud/session'

const WARN_S = 5 * 60

/** Five minutes before the session ends it says so; the sign-in it offers leaves the page as it is. */
export function SessionNotice() {
  const t = useT()
  const { token, expiresAt } = useSession()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  const leftS = expiresAt === null ? Infinity : (Date.parse(expiresAt) - now) / 1_000
  useEffect(() => {
    if (leftS <= 0) endSession(token)
  }, [leftS, token])
  if (token === null || leftS > WARN_S || leftS <= 0) return null
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 bg-part-paid px-4 py-2 text-on-part-paid">
      <p className="flex-1">{t('session.ends', { n: Math.max(1, Math.ceil(leftS / 60)) })}</p>
      <Button onClick={() => endSession(token)}>{t('session.renew')}</Button>
    </div>
  )
}
