import { t } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { RotateCw } from 'lucide-react'

/** What stands in a broken page's place. */
export function BrokenPage() {
  return (
    <EmptyState
      isError
      icon={RotateCw}
      sentence={t('console.brokenPage')}
      action={
        <Button look="main" onClick={() => location.reload()}>
          {t('action.reload')}
        </Button>
      }
    />
  )
}
