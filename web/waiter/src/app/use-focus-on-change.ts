import { endOldSnack } from '@pos/shared/ui/Snackbar'
import { useEffect, useRef } from 'react'

/** A new page is read from its title on: its h1 gets the focus. Not at the first page, which the browser reads itself. */
export function useFocusOnChange(location: string): void {
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false
      return
    }
    endOldSnack()
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [location])
}
