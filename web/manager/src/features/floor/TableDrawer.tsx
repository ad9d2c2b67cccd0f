import { minutesSince, useNow } from '@pos/shared/house/clock'
import { useTable } from '@pos/shared/house/floor'
import { useOrder } from '@pos/shared/house/order'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { Money } from '@pos/shared/ui/Money'
import { CircleDashed, History, Smartphone } from 'lucide-react'
import { useState } from 'react'

import { Drawer } from '../../ui/Drawer'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { OrderActs } from './OrderActs'
import { OrderLines } from './OrderLines'
import { OrderMoney } from './OrderMoney'
import { chosenOf, type Selection } from './selection'
import { TrailDialog } from './TrailDialog'

interface Props {
  tableId: number
  onClose: () => void
  /** Open another table here. */
  onGo: (tableId: number) => void
}

const NOTHING: Selection = new Map()

/** A table, whole: its order with everything a manager may do, or that it is free. */
export function TableDrawer({ tableId, onClose, onGo }: Props) {
  const t = useT()
  const now = useNow()
  const table = useTable(tableId)
  const [trailOpen, setTrailOpen] = useState(false)
  const [selection, select] = useState<Selection>(NOTHING)
  const order = useOrder(table?.order?.id ?? null)
  if (!table) {
    return (
      <Drawer title={t('tile.table')} onClose={onClose}>
        <p>{t('order.noTable')}</p>
      </Drawer>
    )
  }
  const title = `${t('tile.table')} ${table.label}`
  const trail = trailOpen && <TrailDialog table={table} onClose={() => setTrailOpen(false)} />
  if (!table.order) {
    return (
      <Drawer title={title} onClose={onClose}>
        <EmptyState
          icon={CircleDashed}
          sentence={t('floor.free')}
          action={
            <div className="flex flex-wrap justify-center gap-2">
              <Button onClick={() => location.assign(`/waiter/table/${table.id}`)}>
                <Smartphone aria-hidden size={20} /> {t('floor.openInWaiter')}
              </Button>
              <Button onClick={() => setTrailOpen(true)}>
                <History aria-hidden size={20} /> {t('floor.trail')}
              </Button>
            </div>
          }
        />
        {trail}
      </Drawer>
    )
  }
  const minutes = minutesSince(table.order.opened_at, now)
  const data = order.data?.id === table.order.id ? order.data : undefined
  return (
    <Drawer
      title={title}
      aside={<Money cents={fromWire(table.order.total)} className="text-xl font-bold" />}
      at={order.dataUpdatedAt}
      onClose={onClose}
      footer={
        data && (
          <OrderActs
            order={data}
            chosen={chosenOf(data, selection)}
            onDone={() => select(NOTHING)}
            onGo={onGo}
            onTrail={() => setTrailOpen(true)}
          />
        )
      }
    >
      {!data && <Loading query={order} skeleton={<ListSkeleton rows={5} />} />}
      {data && (
        <>
          <p className="pb-3 text-text-2">
            {t('check.openFor', { n: minutes })} · {data.waiters.map((one) => one.name).join(', ') || data.opened_by.name}
            {data.covers !== null && ` · ${t('floor.covers', { n: data.covers })}`} · {t('floor.orderNumber', { number: data.id })}
          </p>
          <OrderLines order={data} selection={selection} onSelect={select} />
          <OrderMoney order={data} />
        </>
      )}
      {trail}
    </Drawer>
  )
}
