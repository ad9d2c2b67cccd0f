import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'

import { FloorPage } from '../features/floor/FloorPage'
import { BrokenPage } from './ErrorBoundary'
import { Shell } from './Shell'

const root = createRootRoute({ component: Shell, errorComponent: BrokenPage, beforeLoad: undefined })

const whole = (value: unknown) => (Number.isSafeInteger(value) ? (value as number) : undefined)
const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

const floor = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { table?: number | undefined; only?: string | undefined } => ({
    table: whole(search.table),
    only: text(search.only),
  }),
  component: FloorPage,
})

const unknown = createRoute({
  getParentRoute: () => root,
  path: '$',
  beforeLoad: () => {
    throw redirect({ to: '/' })
  },
})

/** The pages by address; a page that nobody needs in the first second is a file of its own. */
export const router = createRouter({
  routeTree: root.addChildren([floor, unknown]),
  basepath: '/manager',
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
