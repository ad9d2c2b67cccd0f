import { api, ask } from '@pos/shared/api/client'
import type { Category, Product } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { matches } from '@pos/shared/search'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Money } from '@pos/shared/ui/Money'
import { useSearch } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, Copy, PrinterX, UtensilsCrossed } from 'lucide-react'
import { memo, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'

import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { Menu } from '../../ui/Menu'
import { Switch } from '../../ui/Switch'
import { movedTo, setOut, useMenuAct, type WholeMenu } from './menu-data'
import { Sortable, SortableRow } from './Sortable'

const ROW_PX = 60

interface Props {
  category: Category | undefined
  menu: WholeMenu
  onOpen: (product: number | 'new', copy?: number) => void
}

/** Products of a category, or of the whole menu while something is searched. Opening one draws nothing here anew. */
export const ProductPane = memo(function ProductPane({ category, menu, onOpen }: Props) {
  const t = useT()
  const [typed, setTyped] = useState('')
  const query = useDeferredValue(typed)
  const act = useMenuAct()
  const { mutate } = act
  const isSearch = query.trim() !== ''
  const shown = useMemo(
    () =>
      isSearch
        ? menu.products.filter((one) => matches(query, one.name, one.name_en, one.kitchen_name))
        : menu.products.filter((one) => one.category_id === category?.id),
    [menu.products, category?.id, query, isSearch],
  )
  const ids = useMemo(() => shown.map((one) => one.id), [shown])
  const move = useCallback(
    (id: number, to: number) => mutate(() => ask(api.PUT('/api/products/order', { body: { ids: movedTo(ids, id, to) } }))),
    [mutate, ids],
  )
  const out = useCallback((product: Product, isOut: boolean) => mutate(() => setOut(product, isOut)), [mutate])
  return (
    <section className="flex min-h-0 min-w-0 flex-1 flex-col" aria-label={t('menu.products')}>
      <Field type="search" label={t('menu.search')} value={typed} onChange={setTyped} placeholder={t('order.searchHint')} />
      <Fault error={act.error} className="pt-1" />
      {shown.length === 0 && (
        <EmptyState icon={UtensilsCrossed} sentence={isSearch ? t('order.notFound') : category ? t('menu.emptyCategory') : t('menu.empty')} />
      )}
      <ProductList shown={shown} isSearch={isSearch} onOpen={onOpen} onMove={move} onOut={out} />
    </section>
  )
})

interface ListProps {
  shown: readonly Product[]
  isSearch: boolean
  onOpen: Props['onOpen']
  onMove: (id: number, to: number) => void
  onOut: (product: Product, isOut: boolean) => void
}

/** Only rows in sight are drawn, and none of them anew while something is typed above or on its way to the box. */
const ProductList = memo(function ProductList({ shown, isSearch, onOpen, onMove, onOut }: ListProps) {
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here, and the rows are memoized by hand
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    initialRect: { width: 600, height: 700 },
  })
  return (
    <Sortable onMove={(id, overId) => onMove(id, shown.findIndex((one) => one.id === overId))}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <div ref={scroller} tabIndex={0} role="region" aria-label={t('menu.list')} className="mt-2 min-h-0 flex-1 overflow-y-auto">
        <ul className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const product = shown[index]
            return (
              product && (
                <li key={product.id} className="absolute inset-x-0 top-0 h-[58px]" style={{ transform: `translateY(${start}px)` }} data-product={product.id}>
                  <Row
                    product={product}
                    place={isSearch ? null : index}
                    isLast={index === shown.length - 1}
                    onOpen={onOpen}
                    onMove={onMove}
                    onOut={onOut}
                  />
                </li>
              )
            )
          })}
        </ul>
      </div>
    </Sortable>
  )
})

interface RowProps {
  product: Product
  /** Null while the list is a search, which has no order of its own. */
  place: number | null
  isLast: boolean
  onOpen: Props['onOpen']
  onMove: (id: number, to: number) => void
  onOut: (product: Product, isOut: boolean) => void
}

const Row = memo(function Row({ product, place, isLast, onOpen, onMove, onOut }: RowProps) {
  const t = useT()
  const named = useNamed()
  const isOpen = useSearch({ from: '/menu', select: (search) => search.product === product.id })
  const name = named(product)
  const notes = [product.is_switched_off && t('menu.off'), product.is_out_today && t('menu.outToday')].filter(Boolean)
  const items = [
    { label: t('menu.copy'), icon: Copy, onChoose: () => onOpen('new', product.id) },
    ...(place === null
      ? []
      : [
          { label: t('menu.up'), icon: ArrowUp, isDisabled: place === 0, onChoose: () => onMove(product.id, place - 1) },
          { label: t('menu.down'), icon: ArrowDown, isDisabled: isLast, onChoose: () => onMove(product.id, place + 1) },
        ]),
  ]
  return (
    <SortableRow id={product.id} label={t('menu.drag', { name })} isMarked={isOpen}>
      {product.image_url && <img src={product.image_url} alt="" loading="lazy" width={44} height={44} className="size-11 shrink-0 rounded-sm object-cover" />}
      <button type="button" aria-current={isOpen} onClick={() => onOpen(product.id)} className="flex min-h-12 min-w-0 flex-1 items-center gap-2 text-left leading-tight">
        <span className={`min-w-0 flex-1 ${product.is_available ? '' : 'text-text-2'}`}>
          <span className={`line-clamp-2 break-words hyphens-auto ${product.is_out_today ? 'line-through' : ''}`}>{name}</span>
          {notes.length > 0 && <span className="block text-sm font-semibold">{notes.join(' · ')}</span>}
        </span>
        {product.zone_ids.length === 0 && <PrinterX role="img" aria-label={t('check.noPrinter')} size={18} className="shrink-0" />}
        <Money cents={fromWire(product.base_price)} className="font-semibold" />
      </button>
      <Switch isLabelHidden label={t('menu.sell', { name })} isOn={!product.is_out_today} isDisabled={product.is_switched_off} onChange={(isOn) => onOut(product, !isOn)} />
      <Menu label={t('menu.productActs', { name })} items={items} />
    </SortableRow>
  )
})
