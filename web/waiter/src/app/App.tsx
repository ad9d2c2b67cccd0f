import { useGate } from '@pos/shared/api/gate'
import { outbox, useOutbox } from '@pos/shared/outbox/house-outbox'
import type { Item, Table } from '@pos/shared/api/shapes'
import type { LinePart } from '@pos/shared/house/order-acts'
import type { RoundJob } from '@pos/shared/outbox/job'
import { useSession } from '@pos/shared/session/session'
import { later } from '@pos/shared/later'
import { useT } from '@pos/shared/i18n/translate'
import { snack, Snackbar } from '@pos/shared/ui/Snackbar'
import { Suspense, useMemo, useState } from 'react'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter'

import { append, EMPTY } from '../features/order/draft'
import { draftKey, keepDraft, useDrafts } from '../features/order/draft-store'
import { linesOfJob } from '../features/order/send-round'
import { SignInPage } from '../features/sign-in/SignInPage'
import { TablesPage } from '../features/tables/TablesPage'
import { ErrorBoundary } from './ErrorBoundary'
import { MenuAtHand } from './MenuAtHand'
import { NewVersion } from './NewVersion'
import { Strip } from './Strip'
import { useFocusOnChange } from './use-focus-on-change'

const OrderPage = later(() => import('../features/order/OrderPage'), 'OrderPage')
const CheckPage = later(() => import('./later'), 'CheckPage')
const TrayPage = later(() => import('./later'), 'TrayPage')
const SettingsPage = later(() => import('./later'), 'SettingsPage')
const TableSheet = later(() => import('./later'), 'TableSheet')
const LinesMover = later(() => import('./later'), 'LinesMover')
const ChangeSheet = later(() => import('./later'), 'ChangeSheet')
const ShutScreen = later(() => import('./later'), 'ShutScreen')

/** The waiter app: a shut house, a sign-in, or the strip with one of five pages under it. */
export function App() {
  const shut = useGate((gate) => gate.shut)
  const { token, user } = useSession()
  const { jobs } = useOutbox()
  const waiting = jobs.filter((job) => job.userId === user?.id).length
  const hasJobs = jobs.length > 0
  const hasDrafts = useDrafts((state) => Object.values(state.byKey).some((draft) => draft.lines.length > 0))
  if (shut) {
    return (
      <ErrorBoundary>
        <Suspense>
          <ShutScreen shut={shut} />
        </Suspense>
      </ErrorBoundary>
    )
  }
  if (token === null) {
    return (
      <SignInPage endedName={user?.name ?? null} waiting={waiting}>
        <NewVersion isBusy={hasJobs || hasDrafts} />
      </SignInPage>
    )
  }
  return (
    <Router base="/waiter">
      <Shell />
    </Router>
  )
}

function Shell() {
  const t = useT()
  const [location, go] = useLocation()
  useFocusOnChange(location)
  const draftTables = useDraftTables()
  const hasJobs = useOutbox().jobs.length > 0
  const [menuOf, setMenuOf] = useState<Table | null>(null)
  const [moving, setMoving] = useState<Moving | null>(null)
  const [changing, setChanging] = useState<Changing | null>(null)
  const openCheck = (table: Table) => {
    setMenuOf(null)
    go(`/table/${table.id}/check`)
  }
  return (
    <>
      <div className="mx-auto flex h-dvh max-w-5xl flex-col overflow-hidden">
        <Strip />
        <MenuAtHand />
        <main className="flex min-h-0 flex-1 flex-col">
          <ErrorBoundary key={location}>
            <Suspense>
              <Switch>
                <Route path="/">
                  <TablesPage draftTables={draftTables} onMenu={setMenuOf} />
                </Route>
                <Route path="/table/:id">{({ id }) => <OrderPage key={id} tableId={Number(id)} onMenu={setMenuOf} />}</Route>
                <Route path="/table/:id/check">
                  {({ id }) => (
                    <CheckPage
                      key={id}
                      tableId={Number(id)}
                      onMenu={setMenuOf}
                      onMoveLines={(from, orderId, lines, rev) => setMoving({ from, orderId, lines, rev })}
                      onChangeLine={(orderId, item, quantity, rev) => setChanging({ orderId, item, quantity, rev })}
                    />
                  )}
                </Route>
                <Route path="/outbox">
                  <TrayPage onEdit={(job) => void edit(job).then(() => go(`/table/${job.tableId}`))} />
                </Route>
                <Route path="/settings">
                  <SettingsPage>
                    <NewVersion isBusy={draftTables.size > 0 || hasJobs} />
                  </SettingsPage>
                </Route>
                <Route>
                  <Redirect to="/" replace />
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Suspense>
        {menuOf && (
          <TableSheet
            table={menuOf}
            onCheck={() => openCheck(menuOf)}
            onSplit={() => {
              openCheck(menuOf)
              snack(t('table.splitHow'))
            }}
            onMoved={(tableId) => {
              setMenuOf(null)
              go(`/table/${tableId}`)
            }}
            onClose={() => setMenuOf(null)}
          />
        )}
        {moving && <LinesMover {...moving} onClose={() => setMoving(null)} />}
        {changing && <ChangeSheet {...changing} onClose={() => setChanging(null)} />}
      </Suspense>
      <Snackbar />
    </>
  )
}

/** Lines on their way to another table, which is still to be chosen. */
interface Moving {
  from: Table
  orderId: number
  lines: LinePart[]
  rev: number
}

/** A line, or so much of it, that shall be made another way. */
interface Changing {
  orderId: number
  item: Item
  quantity: string | null
  rev: number
}

/** Back into the draft first, out of the outbox after: a cut in between shows the lines twice, never loses them. */
async function edit(job: RoundJob): Promise<void> {
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
