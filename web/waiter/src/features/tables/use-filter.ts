import { recall, remember } from '@pos/shared/app-name'
import { useState } from 'react'

/** Which tables the floor shows. */
export type Filter = 'all' | 'mine'

/** The filter, as it was left on this phone. */
export function useFilter(): [Filter, (filter: Filter) => void] {
  const [filter, setFilter] = useState<Filter>(() => (recall('filter') === 'mine' ? 'mine' : 'all'))
  return [
    filter,
    (next) => {
      setFilter(next)
      remember('filter', next)
    },
  ]
}
