import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'

import { FloorPage } from '../features/floor/FloorPage'
import { type HistoryFilter, STATUSES } from '../features/orders/history'
import { type By, GROUPS } from '../features/reports/report-data'
import { likelyToday } from '../house/today'
import { BrokenPage } from './ErrorBoundary'
import { Shell } from './Shell'

const root = createRootRoute({ component: Shell, errorComponent: BrokenPage, beforeLoad: undefined })

const whole = (value: unknown) => (Number.isSafeInteger(value) ? (value as number) : undefined)
const day = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined)
const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

/** What the address of the orders page says. */
type OrdersSearch = Omit<HistoryFilter, 'text'> & { text?: string | undefined; order?: number | undefined }

/** What the address of the menu page says. */
interface MenuSearch {
  category?: number | undefined
  product?: number | 'new' | undefined
  /** A new product starts like this one. */
  copy?: number | undefined
}

const floor = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { table?: number | undefined; only?: string | undefined } => ({
    table: whole(search.table),
    only: text(search.only),
  }),
  component: FloorPage,
})

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: (search: Record<string, unknown>): OrdersSearch => ({
    from: day(search.from) ?? likelyToday(),
    to: day(search.to) ?? likelyToday(),
    table: whole(search.table),
    waiter: whole(search.waiter),
    status: STATUSES.find((status) => status === search.status),
    text: text(search.text),
    order: whole(search.order),
  }),
  component: lazyRouteComponent(() => import('../features/orders/OrdersPage'), 'OrdersPage'),
})

const menu = createRoute({
  getParentRoute: () => root,
  path: '/menu',
  validateSearch: (search: Record<string, unknown>): MenuSearch => ({
    category: whole(search.category),
    product: search.product === 'new' ? 'new' : whole(search.product),
    copy: whole(search.copy),
  }),
  component: lazyRouteComponent(() => import('../features/menu/MenuPage'), 'MenuPage'),
})

const staff = createRoute({
  getParentRoute: () => root,
  path: '/staff',
  component: lazyRouteComponent(() => import('../features/staff/StaffPage'), 'StaffPage'),
})

const tables = createRoute({
  getParentRoute: () => root,
  path: '/tables',
  component: lazyRouteComponent(() => import('../features/tables/TablesPage'), 'TablesPage'),
})

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: (search: Record<string, unknown>): { day?: string | undefined; by?: By | undefined } => ({
    day: day(search.day),
    by: GROUPS.find((group) => group.by === search.by)?.by,
  }),
  component: lazyRouteComponent(() => import('../features/reports/ReportsPage'), 'ReportsPage'),
})

const printers = createRoute({
  getParentRoute: () => root,
  path: '/printers',
  component: lazyRouteComponent(() => import('../features/printers/PrintersPage'), 'PrintersPage'),
})

const queue = createRoute({
  getParentRoute: () => root,
  path: '/queue',
  component: lazyRouteComponent(() => import('../features/print-queue/PrintQueuePage'), 'PrintQueuePage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage'), 'SettingsPage'),
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
  routeTree: root.addChildren([floor, orders, menu, staff, tables, reports, printers, queue, settings, unknown]),
  basepath: '/manager',
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
