import { RotateCw, TriangleAlert, WifiOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'

import { errorSentence, Unreachable } from '../api/problems'
import { useT } from '../i18n/translate'
import { Button } from './Button'
import { EmptyState } from './EmptyState'

interface Props {
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown }
  /** The shape of what is coming. */
  skeleton: ReactNode
}

/** A screen before its first answer: its skeleton, and a sentence with a button when that fails or takes over 5 s. */
export function Loading({ query, skeleton }: Props) {
  const t = useT()
  const [isSlow, setSlow] = useState(false)
  const [isAgain, setAgain] = useState(false)
  useEffect(() => {
    if (isSlow) return
    const timer = setTimeout(() => setSlow(true), 5_000)
    return () => clearTimeout(timer)
  }, [isSlow])
  const tryAgain = async () => {
    setSlow(false)
    setAgain(true)
    await query.refetch()
    setAgain(false)
  }
  const isFailed = query.isError && !isAgain
  if (!isFailed && !isSlow) {
    return (
      <div aria-busy="true">
        <span className="sr-only">{t('loading.now')}</span>
        <div aria-hidden>{skeleton}</div>
      </div>
    )
  }
  return (
    <EmptyState
      isError
      icon={isFailed && !(query.error instanceof Unreachable) ? TriangleAlert : WifiOff}
      sentence={isFailed ? errorSentence(t, query.error) : t('loading.slow')}
      action={
        <Button look="main" onClick={() => void tryAgain()}>
          <RotateCw aria-hidden /> {t('action.tryAgain')}
        </Button>
      }
    />
  )
}
