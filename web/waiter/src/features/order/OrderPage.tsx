import '../../words'

import type { Product, Table } from '@pos/shared/api/shapes'
import { errorSentence } from '@pos/shared/api/problems'
import { useReach } from '@pos/shared/api/reach'
import { useOrderAct } from '@pos/shared/house/order-acts'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { PageHeader } from '@pos/shared/ui/PageHeader'
import { snack } from '@pos/shared/ui/Snackbar'
import { Handshake, Lock, MapPinOff } from 'lucide-react'
import { useLocation } from 'wouter'

import { OrderDesk } from './OrderDesk'
import { OrderSkeleton } from './OrderSkeleton'
import { sendRound } from './send-round'
import { useOrderScreen } from './use-order-screen'

/** A table's order screen: what to tap, what was tapped, Send. */
export function OrderPage({ tableId, onMenu }: { tableId: number; onMenu: (table: Table) => void }) {
  const t = useT()
  const named = useNamed()
  const [, go] = useLocation()
  const screen = useOrderScreen(tableId)
  const act = useOrderAct()
  const { tables, menu, table } = screen

  if (!tables.data) return <Loading query={tables} skeleton={<OrderSkeleton />} />
  if (!menu.data) return <Loading query={menu} skeleton={<OrderSkeleton />} />
  if (!table) {
    return (
      <>
        <PageHeader title={t('tile.table')} backLabel={t('action.backToTables')} onBack={() => go('/')} />
        <EmptyState icon={MapPinOff} sentence={t('order.noTable')} />
      </>
    )
  }
  if (table.order?.is_mine === false) {
    const { id, opened_by: owner } = table.order
    const error = act.isError ? errorSentence(t, act.error) : ''
    return (
      <>
        <PageHeader title={`${t('tile.table')} ${table.label}`} backLabel={t('action.backToTables')} onBack={() => go('/')} />
        <EmptyState
          icon={Lock}
          sentence={t('problem.not-your-order', { owner: owner.name })}
          action={
            <div className="flex flex-col gap-2">
              <Button
                look="main"
                disabled={act.isPending}
                onClick={() => act.mutate({ orderId: id, what: { act: 'take-over' } })}
              >
                <Handshake aria-hidden size={20} /> {t('table.takeOver')}
              </Button>
              <p className="text-sm text-text-2">{error || t('table.takeOverWhy', { owner: owner.name })}</p>
            </div>
          }
        />
      </>
    )
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
      orderId={table.order?.id ?? null}
      totalCents={table.order ? fromWire(table.order.total) : null}
      covers={table.order?.covers ?? null}
      menu={menu.data}
      order={screen.order}
      products={screen.products}
      onSend={send}
      onBack={() => go('/')}
      onCheck={() => go(`/table/${table.id}/check`)}
      onMenu={() => onMenu(table)}
    />
  )
}
