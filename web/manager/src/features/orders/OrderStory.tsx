import { api, ask } from '@pos/shared/api/client'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { quantityFromWire, quantityText } from '@pos/shared/quantity'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { Money } from '@pos/shared/ui/Money'
import { PrintMark } from '@pos/shared/ui/PrintMark'
import { useQuery } from '@tanstack/react-query'
import { Receipt } from 'lucide-react'
import { useState } from 'react'

import { PreBillDialog } from '../../house/PreBillDialog'
import { TrailList } from '../../house/TrailList'
import { Drawer } from '../../ui/Drawer'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { clockText, momentText } from '../../ui/times'

/** All there is to know of an order: its lines and papers, its money, and who did what. */
export function OrderStory({ orderId, onClose }: { orderId: number; onClose: () => void }) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const [billOpen, setBillOpen] = useState(false)
  const story = useQuery({
    queryKey: ['history', 'order', orderId],
    queryFn: ({ signal }) => ask(api.GET('/api/reports/orders/{order_id}', { params: { path: { order_id: orderId } }, signal })),
  })
  const order = story.data?.order
  return (
    <Drawer
      title={t('orders.title', { number: orderId })}
      aside={order && <Money cents={fromWire(order.total)} className="text-xl font-bold" />}
      at={story.dataUpdatedAt}
      onClose={onClose}
      footer={
        order && (
          <Button className="w-full" onClick={() => setBillOpen(true)}>
            <Receipt aria-hidden size={20} /> {t('orders.reprint')}
          </Button>
        )
      }
    >
      {!story.data && <Loading query={story} skeleton={<ListSkeleton />} />}
      {story.data && order && (
        <div className="flex flex-col gap-4">
          <p className="text-text-2">
            {t('tile.table')} {order.table_label} · {t(`status.${order.status}`)} · {momentText(order.opened_at, language)}
            {order.closed_at && `–${clockText(order.closed_at)}`} · {order.waiters.map((one) => one.name).join(', ') || order.opened_by.name}
          </p>
          {order.rounds.map((round) => (
            <section key={round.id}>
              <h3 className="text-sm text-text-2">
                {t('check.round', { number: round.number })} · {clockText(round.fired_at)} · {round.fired_by.name}
              </h3>
              <div className="flex flex-wrap gap-1 py-1">
                {round.tickets.map((ticket) => (
                  <PrintMark key={ticket.job_id} place={ticket.custody} zoneId={ticket.zone_id} zone={`${named({ name: ticket.zone_name, name_en: ticket.zone_name_en })} ${ticket.number}`} />
                ))}
              </div>
              <ul>
                {round.items.map((item) => (
                  <li key={item.id} className={`flex gap-2 border-t border-surface-2 py-1 ${item.status === 'void' ? 'text-text-2 line-through' : ''}`}>
                    <span className="min-w-0 flex-1">
                      <b className="font-semibold tabular-nums">{quantityText(quantityFromWire(item.quantity), language)}</b> {named(item)}
                      {item.note && <span className="block text-sm text-text-2">{item.note}</span>}
                    </span>
                    <Money cents={fromWire(item.due)} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {story.data.payments.length > 0 && (
            <section>
              <h3 className="font-semibold">{t('orders.payments')}</h3>
              <ul>
                {story.data.payments.map((payment) => (
                  <li key={payment.id} className={`flex gap-2 border-t border-surface-2 py-1 ${payment.taken_back_at ? 'text-text-2 line-through' : ''}`}>
                    <span className="min-w-0 flex-1">
                      {t(`tender.${payment.tender}`)} · {momentText(payment.at, language)} · {payment.by}
                    </span>
                    <Money cents={fromWire(payment.amount)} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section>
            <h3 className="font-semibold">{t('orders.trail')}</h3>
            <TrailList entries={story.data.trail} />
          </section>
        </div>
      )}
      {billOpen && order && <PreBillDialog order={order} onClose={() => setBillOpen(false)} />}
    </Drawer>
  )
}
