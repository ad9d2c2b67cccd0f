import type { Status } from '@pos/shared/cloud-api/shapes'
import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'

import { AuditPage } from '../features/audit/AuditPage'
import { RegisterPage } from '../features/sites/RegisterPage'
import { SitePage } from '../features/sites/SitePage'
import { SitesPage } from '../features/sites/SitesPage'
import { isStatus } from '../features/sites/status'
import { BrokenPage } from './BrokenPage'
import { Shell } from './Shell'

const root = createRootRoute({ component: Shell, errorComponent: BrokenPage })

const sites = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { status?: Status | undefined; find?: string | undefined; page?: number | undefined } => ({
    status: isStatus(search.status) ? search.status : undefined,
    find: typeof search.find === 'string' || typeof search.find === 'number' ? String(search.find).slice(0, 100) : undefined,
    page: Number.isSafeInteger(search.page) && (search.page as number) > 1 ? (search.page as number) : undefined,
  }),
  component: SitesPage,
})

const site = createRoute({ getParentRoute: () => root, path: '/sites/$siteId', component: SitePage })
const register = createRoute({ getParentRoute: () => root, path: '/register', component: RegisterPage })
const audit = createRoute({ getParentRoute: () => root, path: '/audit', component: AuditPage })
const unknown = createRoute({
  getParentRoute: () => root,
  path: '$',
  beforeLoad: () => {
    throw redirect({ to: '/' })
  },
})

/** The pages by address. No secret is ever part of one. */
export const router = createRouter({ routeTree: root.addChildren([sites, site, register, audit, unknown]) })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
