import { useQuery } from '@tanstack/react-query'

import { api, ask } from '../api/client'
import type { Category, Product } from '../api/shapes'
import { useSession } from '../session/session'

/** What is sold, as one picture. */
export interface Menu {
  categories: Category[]
  products: Product[]
}

/** The menu in the order the manager gave it. */
export function useMenu() {
  const signedIn = useSession((session) => session.token !== null)
  return useQuery({ queryKey: ['menu'], queryFn: ({ signal }) => readMenu(signal), enabled: signedIn })
}

async function readMenu(signal: AbortSignal): Promise<Menu> {
  const [categories, products] = await Promise.all([
    ask(api.GET('/api/products/categories', { signal })),
    ask(api.GET('/api/products/', { signal })),
  ])
  return {
    categories: categories.toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id),
    products: products.toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id),
  }
}

/** Courses in the order of service, as this house calls them. */
export function useCourses() {
  const signedIn = useSession((session) => session.token !== null)
  return useQuery({
    queryKey: ['courses'],
    queryFn: ({ signal }) => ask(api.GET('/api/courses/', { signal })),
    enabled: signedIn,
    staleTime: 300_000,
  })
}
