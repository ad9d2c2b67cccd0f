import { Snackbar } from '@pos/shared/ui/Snackbar'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'

import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { Rail } from './Rail'
import { Strip } from './Strip'

/** The strip on top, the rail at the left (at the bottom on a phone), and a page. */
export function Shell() {
  useTitleFocus()
  return (
    <div className="flex h-dvh flex-col overflow-hidden print:h-auto print:overflow-visible">
      <Strip />
      <div className="flex min-h-0 flex-1 flex-col-reverse md:flex-row">
        <Rail />
        <main className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Suspense
            fallback={
              <div className="p-4" aria-hidden>
                <ListSkeleton />
              </div>
            }
          >
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Snackbar />
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
