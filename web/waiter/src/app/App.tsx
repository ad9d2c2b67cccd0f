import { useGate } from '@pos/shared/api/gate'
import { outbox, useOutbox } from '@pos/shared/outbox/house-outbox'
import type { Job } from '@pos/shared/outbox/job'
import { useSession } from '@pos/shared/session/session'
import { later } from '@pos/shared/later'
import { Snackbar } from '@pos/shared/ui/Snackbar'
import { Suspense, useMemo } from 'react'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter'

import { append, EMPTY } from '../features/order/draft'
import { draftKey, keepDraft, useDrafts } from '../features/order/draft-store'
import { linesOfJob } from '../features/order/send-round'
import { SignInPage } from '../features/sign-in/SignInPage'
import { TablesPage } from '../features/tables/TablesPage'
import { ErrorBoundary } from './ErrorBoundary'
import { Strip } from './Strip'
import { useFocusOnChange } from './use-focus-on-change'

const OrderPage = later(() => import('../features/order/OrderPage'), 'OrderPage')
const CheckPage = later(() => import('./later'), 'CheckPage')
const TrayPage = later(() => import('./later'), 'TrayPage')
const SettingsPage = later(() => import('./later'), 'SettingsPage')
const ShutScreen = later(() => import('./later'), 'ShutScreen')

/** The waiter app: a shut house, a sign-in, or the strip with one of five pages under it. */
export function App() {
  const shut = useGate((gate) => gate.shut)
  const { token, user } = useSession()
  const waiting = useOutbox().jobs.filter((job) => job.userId === user?.id).length
  if (shut) {
    return (
      <ErrorBoundary>
        <Suspense>
          <ShutScreen shut={shut} />
        </Suspense>
      </ErrorBoundary>
    )
  }
  if (token === null) return <SignInPage endedName={user?.name ?? null} waiting={waiting} />
  return (
    <Router base="/waiter">
      <Shell />
    </Router>
  )
}

function Shell() {
  const [location, go] = useLocation()
  useFocusOnChange(location)
  const draftTables = useDraftTables()
  return (
    <>
      <div className="mx-auto flex h-dvh max-w-5xl flex-col overflow-hidden">
        <Strip />
        <main className="flex min-h-0 flex-1 flex-col">
          <ErrorBoundary key={location}>
            <Suspense>
              <Switch>
                <Route path="/">
                  <TablesPage draftTables={draftTables} />
                </Route>
                <Route path="/table/:id">{({ id }) => <OrderPage key={id} tableId={Number(id)} />}</Route>
                <Route path="/table/:id/check">{({ id }) => <CheckPage tableId={Number(id)} />}</Route>
                <Route path="/outbox">
                  <TrayPage onEdit={(job) => void edit(job).then(() => go(`/table/${job.tableId}`))} />
                </Route>
                <Route path="/settings">
                  <SettingsPage />
                </Route>
                <Route>
                  <Redirect to="/" replace />
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Snackbar />
    </>
  )
}

/** Back into the draft first, out of the outbox after: a cut in between shows the lines twice, never loses them. */
async function edit(job: Job): Promise<void> {
  const key = draftKey(job.userId, job.tableId)
  keepDraft(key, append(useDrafts.getState().byKey[key] ?? EMPTY, linesOfJob(job)))
  await outbox().discard(job.id)
}

/** Tables where the signed-in waiter has unsent lines. */
function useDraftTables(): ReadonlySet<number> {
  const userId = useSession((session) => session.user?.id)
  const drafts = useDrafts((state) => state.byKey)
  return useMemo(() => {
    const own = Object.entries(drafts).filter(([key, draft]) => key.startsWith(`${userId}/`) && draft.lines.length > 0)
    return new Set(own.map(([key]) => Number(key.split('/')[1])))
  }, [drafts, userId])
}
