import { t } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { RotateCw } from 'lucide-react'
import { Component, type ReactNode } from 'react'

/** A page that broke says so, and offers to start again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    return this.state.isBroken ? <BrokenPage /> : this.props.children
  }
}

/** What stands in a broken page's place. */
export function BrokenPage() {
  return (
    <EmptyState
      isError
      icon={RotateCw}
      sentence={t('app.broken')}
      action={
        <Button look="main" onClick={() => location.reload()}>
          {t('action.reload')}
        </Button>
      }
    />
  )
}
