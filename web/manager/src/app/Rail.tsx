import { type Key, useT } from '@pos/shared/i18n/translate'
import { Link, type LinkProps, useRouterState } from '@tanstack/react-router'
import { Armchair, ChartColumn, LayoutGrid, ListOrdered, type LucideIcon, Printer, ReceiptText, Settings, UsersRound, UtensilsCrossed } from 'lucide-react'
import { useEffect, useRef } from 'react'

interface Stop {
  to: NonNullable<LinkProps['to']>
  key: Key
  icon: LucideIcon
}

const STOPS: readonly Stop[] = [
  { to: '/', key: 'nav.floor', icon: LayoutGrid },
  { to: '/orders', key: 'nav.orders', icon: ReceiptText },
  { to: '/menu', key: 'nav.menu', icon: UtensilsCrossed },
  { to: '/staff', key: 'nav.staff', icon: UsersRound },
  { to: '/tables', key: 'nav.tables', icon: Armchair },
  { to: '/reports', key: 'nav.reports', icon: ChartColumn },
  { to: '/printers', key: 'nav.printers', icon: Printer },
  { to: '/queue', key: 'nav.queue', icon: ListOrdered },
  { to: '/settings', key: 'settings.title', icon: Settings },
]

/** All pages, by icon and name: a column beside them, a row that scrolls under them on a phone. */
export function Rail() {
  const t = useT()
  const nav = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => {
    nav.current?.querySelector('[data-status=active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [path])
  return (
    <nav
      ref={nav}
      aria-label={t('nav.label')}
      className="flex shrink-0 gap-1 overflow-x-auto overflow-y-hidden border-t border-surface-2 bg-surface p-1 md:w-26 md:flex-col md:overflow-x-hidden md:overflow-y-auto md:border-t-0 md:border-r print:hidden"
    >
      {STOPS.map(({ to, key, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/', includeSearch: false }}
          className="flex min-h-14 min-w-18 shrink-0 flex-col items-center justify-center gap-0.5 rounded-md px-1 text-center text-xs leading-tight data-[status=active]:bg-accent data-[status=active]:text-on-accent md:min-h-15 md:text-sm"
        >
          <Icon aria-hidden size={22} />
          {t(key)}
        </Link>
      ))}
    </nav>
  )
}
