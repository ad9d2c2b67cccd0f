import type { Product } from '@pos/shared/api/shapes'
import { useReach } from '@pos/shared/api/reach'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { snack } from '@pos/shared/ui/Snackbar'
import { Lock, MapPinOff } from 'lucide-react'
import { useLocation } from 'wouter'

import { OrderDesk } from './OrderDesk'
import { OrderSkeleton } from './OrderSkeleton'
import { sendRound } from './send-round'
import { useOrderScreen } from './use-order-screen'

/** A table's order screen: what to tap, what was tapped, Send. */
export function OrderPage({ tableId }: { tableId: number }) {
  const t = useT()
  const named = useNamed()
  const [, go] = useLocation()
  const screen = useOrderScreen(tableId)
  const { tables, menu, table } = screen
  const back = <Button onClick={() => go('/')}>{t('action.backToTables')}</Button>

  if (!tables.data) return <Loading query={tables} skeleton={<OrderSkeleton />} />
  if (!menu.data) return <Loading query={menu} skeleton={<OrderSkeleton />} />
  if (!table) return <EmptyState icon={MapPinOff} sentence={t('order.noTable')} action={back} />
  if (table.order?.is_mine === false) {
    const sentence = t('problem.not-your-order', { owner: table.order.opened_by.name })
    return <EmptyState icon={Lock} sentence={sentence} action={back} />
  }

  const send = async (draft: Parameters<typeof sendRound>[1], products: ReadonlyMap<number, Product>) => {
    try {
      await sendRound(table, draft, products, named)
      snack(t(useReach.getState().state === 'down' ? 'order.kept' : 'order.sent', { label: table.label }))
      go('/')
    } catch {
      snack(t('order.notStored'))
    }
  }
  return (
    <OrderDesk
      table={table}
      totalCents={table.order ? fromWire(table.order.total) : null}
      covers={table.order?.covers ?? null}
      menu={menu.data}
      order={screen.order}
      products={screen.products}
      onSend={send}
      onBack={() => go('/')}
      onCheck={() => go(`/table/${table.id}/check`)}
    />
  )
}
