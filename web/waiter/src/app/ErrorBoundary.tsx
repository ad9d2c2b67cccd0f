import { t } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { RotateCw } from 'lucide-react'
import { Component, type ReactNode } from 'react'

/** A screen that broke says so, and offers to start again; drafts and unsent rounds are on disk. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    return (
      <EmptyState
        isError
        icon={RotateCw}
        sentence={t('problem.screen')}
        action={
          <Button look="main" onClick={() => location.reload()}>
            {t('action.reload')}
          </Button>
        }
      />
    )
  }
}
