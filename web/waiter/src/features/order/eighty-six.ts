import { api, ask } from '@pos/shared/api/client'
import { errorSentence } from '@pos/shared/api/problems'
import type { Product } from '@pos/shared/api/shapes'
import { t } from '@pos/shared/i18n/translate'
import { snack } from '@pos/shared/ui/Snackbar'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'

/** Say that a dish is out for today, or that it is there after all; either can be undone while the word is shown. */
export function useEightySix(named: (product: Product) => string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ product, isOut }: { product: Product; isOut: boolean }) => say(queries, product, isOut),
    onSuccess: (_answer, { product, isOut }) =>
      snack(t(isOut ? 'menu.out' : 'menu.back', { name: named(product) }), {
        label: t('order.undo'),
        act: () => void say(queries, product, !isOut).catch((error: unknown) => snack(errorSentence(t, error))),
      }),
    onError: (error) => snack(errorSentence(t, error)),
  })
}

async function say(queries: QueryClient, product: Product, isOut: boolean): Promise<void> {
  const params = { path: { product_id: product.id } }
  if (isOut) await ask(api.POST('/api/products/{product_id}/out', { params }))
  else await ask(api.DELETE('/api/products/{product_id}/out', { params }))
  await queries.invalidateQueries({ queryKey: ['menu'] })
}
