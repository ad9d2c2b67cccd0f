import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { CloudOff, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'

import { cloudSentence } from '../cloud/sentence'

interface Props {
  query: { isError: boolean; error: unknown; refetch: () => unknown }
  /** The shape of what is coming. */
  skeleton: ReactNode
}

/** A page before its first answer: its shape, or what went wrong and a button. */
export function Loading({ query, skeleton }: Props) {
  const t = useT()
  if (!query.isError) {
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
      icon={CloudOff}
      sentence={cloudSentence(t, query.error)}
      action={
        <Button look="main" onClick={() => void query.refetch()}>
          <RotateCw aria-hidden /> {t('action.tryAgain')}
        </Button>
      }
    />
  )
}
