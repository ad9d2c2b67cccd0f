import { useGate } from '@pos/shared/api/gate'
import { forgetSession, useSession } from '@pos/shared/session/session'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { RouterProvider } from '@tanstack/react-router'
import { ShieldX } from 'lucide-react'

import { SignInPage } from '../features/sign-in/SignInPage'
import { ErrorBoundary } from './ErrorBoundary'
import { router } from './router'
import { ShutScreen } from './ShutScreen'

/** The manager dashboard: a shut house, a sign-in, or the rail with one of its pages beside it. */
export function App() {
  const shut = useGate((gate) => gate.shut)
  const { token, user } = useSession()
  if (shut) return <ShutScreen shut={shut} />
  if (token === null || user === null) return <SignInPage endedName={user?.name ?? null} />
  if (user.role === 'waiter') return <NotForWaiters name={user.name} />
  return (
    <ErrorBoundary>
      <RouterProvider router={router} />
    </ErrorBoundary>
  )
}

function NotForWaiters({ name }: { name: string }) {
  const t = useT()
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center">
      <h1 className="sr-only">{t('app.title')}</h1>
      <EmptyState
        icon={ShieldX}
        sentence={t('app.managersOnly', { name })}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={() => location.assign('/waiter/')}>{t('app.toWaiter')}</Button>
            <Button look="main" onClick={forgetSession}>
              {t('settings.signOut')}
            </Button>
          </div>
        }
      />
    </main>
  )
}
