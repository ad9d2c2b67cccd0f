import { api, ask } from '@pos/shared/api/client'
import type { Category, Product } from '@pos/shared/api/shapes'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

/** The menu as a manager sees it: also what is switched off. */
export interface WholeMenu {
  categories: Category[]
  products: Product[]
}

/** The whole menu in its order. */
export function useWholeMenu() {
  return useQuery({
    queryKey: ['menu', 'whole'],
    queryFn: async ({ signal }): Promise<WholeMenu> => {
      const [categories, products] = await Promise.all([
        ask(api.GET('/api/products/categories', { signal })),
        ask(api.GET('/api/products/', { params: { query: { all: true } }, signal })),
      ])
      const byPlace = (a: Category | Product, b: Category | Product) => a.sort_order - b.sort_order || a.id - b.id
      return { categories: categories.toSorted(byPlace), products: products.toSorted(byPlace) }
    },
  })
}

/** Zones to which dishes are routed. */
export function useZones() {
  return useQuery({ queryKey: ['printers', 'zones'], queryFn: ({ signal }) => ask(api.GET('/api/zones/', { signal })) })
}

/** Courses in the order of service. */
export function useCourses() {
  return useQuery({ queryKey: ['menu', 'courses'], queryFn: ({ signal }) => ask(api.GET('/api/courses/', { signal })) })
}

/** One act on the menu; afterwards it is read again. */
export function useMenuAct<Result = unknown>(onDone?: (result: Result) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: () => Promise<Result>) => act(),
    onSuccess: (result) => onDone?.(result),
    onSettled: () => queries.invalidateQueries({ queryKey: ['menu'] }),
  })
}

/** 86, and back. */
export function setOut(product: Product, isOut: boolean): Promise<Product> {
  const params = { path: { product_id: product.id } }
  return ask(isOut ? api.POST('/api/products/{product_id}/out', { params }) : api.DELETE('/api/products/{product_id}/out', { params }))
}

/** `ids` with one of them moved to another's place. */
export function movedTo(ids: readonly number[], id: number, to: number): number[] {
  const rest = ids.filter((one) => one !== id)
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, id)
}
