import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { LogOut, Plus, ScrollText, Store } from 'lucide-react'
import { useEffect, useRef } from 'react'

import { forgetSession, useSession } from '../cloud/session'
import { LanguageButton } from '@pos/shared/desk/LanguageButton'
import { SessionNotice } from './SessionNotice'

const PLACES = [
  { to: '/', icon: Store, key: 'nav.sites' },
  { to: '/register', icon: Plus, key: 'nav.register' },
  { to: '/audit', icon: ScrollText, key: 'nav.audit' },
] as const

/** The bar on top and a page under it. */
export function Shell() {
  const t = useT()
  const username = useSession((session) => session.username)
  useTitleFocus()
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="sticky top-0 z-20 flex flex-wrap items-center gap-x-4 border-b border-surface-2 bg-bg px-4">
        <p className="mr-auto font-semibold text-accent sm:mr-2">{t('console.name')}</p>
        <nav aria-label={t('nav.label')} className="order-last flex w-full overflow-x-auto sm:order-none sm:w-auto sm:flex-1">
          {PLACES.map(({ to, icon: Icon, key }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              className="flex min-h-12 shrink-0 items-center gap-2 border-b-2 border-transparent px-3 data-[status=active]:border-accent data-[status=active]:text-accent"
            >
              <Icon aria-hidden size={18} /> {t(key)}
            </Link>
          ))}
        </nav>
        <LanguageButton />
        <Button look="quiet" onClick={forgetSession} aria-label={t('nav.signOut', { name: username ?? '' })}>
          <LogOut aria-hidden size={18} /> {username}
        </Button>
      </header>
      <SessionNotice />
      <main className="mx-auto w-full max-w-7xl flex-1 px-4 py-4">
        <Outlet />
      </main>
    </div>
  )
}

/** A new page is read from its title on. Not the first one, which the browser reads itself. */
function useTitleFocus(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current !== undefined && path !== last.current) {
      document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
    }
    last.current = path
  }, [path])
}
