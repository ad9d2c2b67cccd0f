import type { Order, Product } from '@pos/shared/api/shapes'
import type { Menu } from '@pos/shared/house/menu'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import type { Cents } from '@pos/shared/money'
import { matches } from '@pos/shared/search'
import { Repeat } from 'lucide-react'
import { useMemo, useState } from 'react'

import { AskSheet } from './AskSheet'
import { CategoryBar, type Page } from './CategoryBar'
import { CoversSheet } from './CoversSheet'
import { append, type Draft, select, tap } from './draft'
import { DraftSheet } from './DraftSheet'
import { useDraft } from './draft-store'
import { firstFault } from './fault'
import { LastLine } from './LastLine'
import { Chip } from './LineChips'
import { LineSheet } from './LineSheet'
import { mustAsk } from './must-ask'
import { OrderHeader } from './OrderHeader'
import { draftCents } from './price'
import { ProductGrid } from './ProductGrid'
import { quickProducts } from './quick'
import { repeatOfLastRound } from './repeat-round'
import { SendBar } from './SendBar'

interface Props {
  table: { id: number; label: string }
  totalCents: Cents | null
  covers: number | null
  menu: Menu
  order: Order | undefined
  products: ReadonlyMap<number, Product>
  onSend: (draft: Draft, products: ReadonlyMap<number, Product>) => Promise<void>
  onBack: () => void
  onCheck: () => void
}

type Open = 'line' | 'list' | 'covers' | 'ask' | null

/** The order screen once table and menu are known. */
export function OrderDesk({ table, menu, products, order, ...props }: Props) {
  const t = useT()
  const named = useNamed()
  const { draft, canUndo, change, undo } = useDraft(table.id)
  const [page, setPage] = useState<Page>('quick')
  const [search, setSearch] = useState<string | null>(null)
  const [open, setOpen] = useState<Open>(null)
  const [nudges, setNudges] = useState(0)

  const shown = useMemo(() => productsOf(menu, page, search), [menu, page, search])
  const counts = useMemo(() => portions(draft), [draft])
  const repeat = useMemo(() => (order ? repeatOfLastRound(order, products) : []), [order, products])
  const line = draft.lines.find((one) => one.id === draft.lastId)
  const items = draft.lines.reduce((sum, one) => sum + Math.max(1, Math.round(one.quantity / 1000)), 0)
  const covers = props.covers ?? draft.covers
  const close = () => setOpen(null)

  const send = (wasAsked: boolean) => {
    const stop = firstFault(draft, products)
    if (stop) {
      change((old) => select(old, stop.line.id), false)
      setNudges((old) => old + 1)
    } else if (!wasAsked && mustAsk(draft)) setOpen('ask')
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
      />
      <ProductGrid
        key={search === null ? page : 'search'}
        products={shown}
        counts={counts}
        onTap={(product) => change((old) => tap(old, product))}
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
          repeat.length > 0 && (
            <Chip isWide isOn={false} onTap={() => change((old) => append(old, repeat))}>
              <Repeat aria-hidden size={18} className="shrink-0" />
              <span className="truncate">{t('order.repeat', { lines: repeat.map((one) => words(one)).join(', ') })}</span>
            </Chip>
          )
        }
      />
      <CategoryBar
        categories={menu.categories}
        page={search === null ? page : -1}
        onPage={(next) => {
          setSearch(null)
          setPage(next)
        }}
      />
      <SendBar items={items} totalCents={draftCents(draft, products)} onList={() => setOpen('list')} onSend={() => send(false)} />
      {open === 'line' && line && (
        <LineSheet line={line} product={products.get(line.productId)} onChange={change} onClose={close} />
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
        <CoversSheet covers={covers} onSet={(n) => change((old) => ({ ...old, covers: n }))} onClose={close} />
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
    </>
  )

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
