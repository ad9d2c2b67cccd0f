import type { Order, Product } from '@pos/shared/api/shapes'
import { fireHeld, heldByCourse } from '@pos/shared/house/fire-held'
import { type Menu, useCourses } from '@pos/shared/house/menu'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import type { Cents } from '@pos/shared/money'
import { matches } from '@pos/shared/search'
import { CoversPad } from '@pos/shared/ui/CoversPad'
import { snack } from '@pos/shared/ui/Snackbar'
import { Flame, Repeat } from 'lucide-react'
import { useMemo, useState } from 'react'

import { AskSheet } from './AskSheet'
import { CategoryBar, type Page } from './CategoryBar'
import { ConflictSheet } from './ConflictSheet'
import { add, append, type Draft, EMPTY, weightUnit, select, tap } from './draft'
import { DraftSheet } from './DraftSheet'
import { useDraft } from './draft-store'
import { useEightySix } from './eighty-six'
import { firstFault } from './fault'
import { LastLine } from './LastLine'
import { Chip } from './LineChips'
import { LineSheet } from './LineSheet'
import { mustAsk } from './must-ask'
import { OrderHeader } from './OrderHeader'
import { draftCents } from './price'
import { ProductGrid } from './ProductGrid'
import { ProductSheet } from './ProductSheet'
import { quickProducts } from './quick'
import { repeatOfLastRound } from './repeat-round'
import { SendBar } from './SendBar'
import { WeightPad } from './WeightPad'

interface Props {
  table: { id: number; label: string }
  /** The order that stands on the table now. */
  orderId: number | null
  totalCents: Cents | null
  covers: number | null
  menu: Menu
  order: Order | undefined
  products: ReadonlyMap<number, Product>
  onSend: (draft: Draft, products: ReadonlyMap<number, Product>) => Promise<void>
  onBack: () => void
  onCheck: () => void
  onMenu: () => void
}

type Open = 'line' | 'list' | 'covers' | 'ask' | 'conflict' | 'dish' | 'weigh' | null

/** The order screen once table and menu are known. */
export function OrderDesk({ table, menu, products, order, ...props }: Props) {
  const t = useT()
  const named = useNamed()
  const { draft, canUndo, change, undo } = useDraft(table.id)
  const [page, setPage] = useState<Page>('quick')
  const [search, setSearch] = useState<string | null>(null)
  const [open, setOpen] = useState<Open>(null)
  const [nudges, setNudges] = useState(0)
  const [dish, setDish] = useState<Product | null>(null)
  const courses = useCourses().data ?? []
  const eightySix = useEightySix(named)

  const shown = useMemo(() => productsOf(menu, page, search), [menu, page, search])
  const counts = useMemo(() => portions(draft), [draft])
  const repeat = useMemo(() => (order ? repeatOfLastRound(order, products) : []), [order, products])
  const line = draft.lines.find((one) => one.id === draft.lastId)
  const items = draft.lines.reduce((sum, one) => sum + Math.max(1, Math.round(one.quantity / 1000)), 0)
  const covers = props.covers ?? draft.covers
  const held = useMemo(() => heldByCourse(order).flatMap((course) => course.items), [order])
  const close = () => setOpen(null)
  /** The first line of a draft says for which guests it is. */
  const begin = (old: Draft): Draft => (old.lines.length === 0 ? { ...old, orderId: props.orderId } : old)

  const setCovers = (n: number | null) => {
    change((old) => ({ ...old, covers: n }))
    close()
  }
  const tapped = (product: Product) => {
    if (!weightUnit(product)) return change((old) => tap(begin(old), product))
    setDish(product)
    setOpen('weigh')
  }

  const send = (wasAsked: boolean) => {
    const stop = firstFault(draft, products)
    if (stop) {
      change((old) => select(old, stop.line.id), false)
      setNudges((old) => old + 1)
    } else if (draft.orderId !== null && draft.orderId !== props.orderId) setOpen('conflict')
    else if (!wasAsked && mustAsk(draft)) setOpen('ask')
    else void props.onSend(draft, products)
  }

  return (
    <>
      <OrderHeader
        label={table.label}
        covers={covers}
        totalCents={props.totalCents}
        search={search}
        onSearch={setSearch}
        onBack={props.onBack}
        onCovers={() => setOpen('covers')}
        onCheck={props.onCheck}
        onMenu={props.onMenu}
      />
      <ProductGrid
        key={search === null ? page : 'search'}
        products={shown}
        counts={counts}
        onTap={tapped}
        onMenu={(product) => {
          setDish(product)
          setOpen('dish')
        }}
        empty={search === null ? t('order.noProducts') : t('order.notFound')}
      />
      <LastLine
        line={line}
        product={line && products.get(line.productId)}
        canUndo={canUndo}
        onUndo={undo}
        onChange={change}
        onMore={() => setOpen('line')}
        nudges={nudges}
        idle={
          <>
            {held.length > 0 && order && (
              <Chip isOn={false} onTap={() => void fire(order)}>
                <Flame aria-hidden size={18} /> {t('check.fireAll', { n: held.length })}
              </Chip>
            )}
            {repeat.length > 0 && (
              <Chip isWide isOn={false} onTap={() => change((old) => append(begin(old), repeat))}>
                <Repeat aria-hidden size={18} className="shrink-0" />
                <span className="truncate">{t('order.repeat', { lines: repeat.map((one) => words(one)).join(', ') })}</span>
              </Chip>
            )}
          </>
        }
      />
      <CategoryBar
        categories={menu.categories}
        page={search === null ? page : -1}
        onPage={(next) => {
          setSearch(null)
          setPage(next)
        }}
        isSearching={search !== null}
        onSearch={() => setSearch((old) => (old === null ? '' : null))}
      />
      <SendBar items={items} totalCents={draftCents(draft, products)} onList={() => setOpen('list')} onSend={() => send(false)} />
      {open === 'line' && line && (
        <LineSheet line={line} product={products.get(line.productId)} courses={courses} onChange={change} onClose={close} />
      )}
      {open === 'list' && (
        <DraftSheet
          title={t('order.listFor', { label: table.label })}
          draft={draft}
          products={products}
          onPick={(lineId) => {
            change((old) => select(old, lineId), false)
            setOpen('line')
          }}
          onClose={close}
        />
      )}
      {open === 'covers' && (
        <CoversPad covers={covers} onSet={setCovers} onClose={close} />
      )}
      {open === 'ask' && (
        <AskSheet
          items={items}
          onYes={() => {
            close()
            send(true)
          }}
          onClose={close}
        />
      )}
      {open === 'conflict' && draft.orderId !== null && (
        <ConflictSheet
          label={table.label}
          orderId={draft.orderId}
          isTaken={props.orderId !== null}
          onNew={() => {
            change((old) => ({ ...old, orderId: props.orderId }), false)
            close()
          }}
          onDiscard={() => {
            change(() => EMPTY)
            close()
          }}
          onClose={close}
        />
      )}
      {open === 'dish' && dish && (
        <ProductSheet
          product={products.get(dish.id) ?? dish}
          isBusy={eightySix.isPending}
          onSay={(isOut) => {
            eightySix.mutate({ product: dish, isOut })
            close()
          }}
          onClose={close}
        />
      )}
      {open === 'weigh' && dish && (
        <WeightPad
          product={dish}
          quantity={null}
          onSet={(quantity) => change((old) => add(begin(old), dish, quantity))}
          onClose={close}
        />
      )}
    </>
  )

  async function fire(on: Order): Promise<void> {
    try {
      await fireHeld(on, held)
      snack(t('check.fired'))
    } catch {
      snack(t('order.notStored'))
    }
  }

  function words(one: { productId: number; quantity: number; name: string }): string {
    const product = products.get(one.productId)
    return `${one.quantity / 1000} ${product ? named(product) : one.name}`
  }
}

function productsOf(menu: Menu, page: Page, search: string | null): Product[] {
  if (search !== null) return menu.products.filter((product) => matches(search, product.name, product.name_en))
  if (page === 'quick') return quickProducts(menu.products, new Date().toDateString())
  return menu.products.filter((product) => product.category_id === page)
}

function portions(draft: Draft): Map<number, number> {
  const counts = new Map<number, number>()
  for (const line of draft.lines) counts.set(line.productId, (counts.get(line.productId) ?? 0) + line.quantity)
  return counts
}
