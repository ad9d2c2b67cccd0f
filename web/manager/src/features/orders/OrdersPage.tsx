import { useTables } from '@pos/shared/house/floor'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { Money } from '@pos/shared/ui/Money'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Download, ReceiptText } from 'lucide-react'
import { useDeferredValue, useState } from 'react'

import { useDownload } from '../../house/download'
import { useStaff } from '../../house/staff'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { Page } from '../../ui/Page'
import { Select } from '@pos/shared/desk/Select'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { momentText } from '../../ui/times'
import { type HistoryFilter, historyQuery, type OrderStatus, STATUSES, useHistory } from './history'
import { OrderStory } from './OrderStory'

/** All orders of any days: filters, search, pages, one in detail, and the list as a file. */
export function OrdersPage() {
  const t = useT()
  const go = useNavigate()
  const language = useLanguageState((state) => state.language)
  const search = useSearch({ from: '/orders' })
  const [text, setText] = useState(search.text ?? '')
  const filter: HistoryFilter = { ...search, text: useDeferredValue(text) }
  const history = useHistory(filter)
  const tables = useTables().data ?? []
  const staff = useStaff().data ?? []
  const download = useDownload()
  const set = (change: Partial<typeof search>) => void go({ to: '/orders', search: { ...search, ...change }, replace: true })
  const orders = history.data?.pages.flatMap((page) => page.orders) ?? []
  const any = { value: '', label: t('orders.any') }
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <Page
        title={t('nav.orders')}
        at={history.dataUpdatedAt}
        actions={
          <Button
            disabled={download.isPending || orders.length === 0}
            onClick={() => download.mutate({ path: '/api/reports/orders', query: { ...historyQuery(filter), format: 'csv', lang: language }, name: `orders-${filter.from}-${filter.to}.csv` })}
          >
            <Download aria-hidden size={20} /> CSV
          </Button>
        }
      >
        <div className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-2 pb-3">
          <Field label={t('orders.from')} type="date" value={filter.from} onChange={(from) => from && set({ from, to: from > filter.to ? from : filter.to })} />
          <Field label={t('orders.to')} type="date" value={filter.to} onChange={(to) => to && set({ to, from: to < filter.from ? to : filter.from })} />
          <Select
            label={t('orders.table')}
            value={filter.table ? String(filter.table) : ''}
            onChange={(value) => set({ table: value ? Number(value) : undefined })}
            options={[any, ...tables.map((table) => ({ value: String(table.id), label: table.label }))]}
          />
          <Select
            label={t('orders.waiter')}
            value={filter.waiter ? String(filter.waiter) : ''}
            onChange={(value) => set({ waiter: value ? Number(value) : undefined })}
            options={[any, ...staff.map((one) => ({ value: String(one.id), label: one.name }))]}
          />
          <Select
            label={t('orders.status')}
            value={filter.status ?? ''}
            onChange={(value) => set({ status: value === '' ? undefined : (value as OrderStatus) })}
            options={[any, ...STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))]}
          />
          <Field label={t('orders.search')} type="search" value={text} onChange={setText} placeholder={t('orders.searchHint')} />
        </div>
        <Fault error={download.error} />
        {!history.data && <Loading query={history} skeleton={<ListSkeleton />} />}
        {history.data && orders.length === 0 && <EmptyState icon={ReceiptText} sentence={t('orders.none')} />}
        <ul className="flex flex-col gap-1">
          {orders.map((order) => (
            <li key={order.id} className="[contain-intrinsic-size:auto_4rem] [content-visibility:auto]">
              <button
                type="button"
                data-order={order.id}
                aria-current={order.id === search.order}
                onClick={() => set({ order: order.id })}
                className="flex min-h-14 w-full flex-wrap items-center gap-x-3 rounded-md border border-transparent bg-surface px-3 py-1 text-left leading-tight aria-[current=true]:border-accent"
              >
                <b className="w-14 text-lg font-bold">{order.table_label}</b>
                <span className="min-w-0 flex-1">
                  <span className="block">
                    {momentText(order.opened_at, language)} · {order.opened_by.name}
                  </span>
                  <span className="block text-sm text-text-2">
                    {t('floor.orderNumber', { number: order.id })} · {t('orders.rounds', { n: order.rounds })}
                    {order.covers !== null && ` · ${t('floor.covers', { n: order.covers })}`}
                  </span>
                </span>
                <span className="text-right">
                  <Money cents={fromWire(order.total)} className="block font-semibold" />
                  <span className="block text-sm text-text-2">{t(`status.${order.status}`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {history.hasNextPage && (
          <div className="flex justify-center pt-3">
            <Button disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
              {t('orders.more')}
            </Button>
          </div>
        )}
      </Page>
      {search.order !== undefined && <OrderStory key={search.order} orderId={search.order} onClose={() => set({ order: undefined })} />}
    </div>
  )
}
