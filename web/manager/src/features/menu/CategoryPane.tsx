import { api, ask } from '@pos/shared/api/client'
import type { Category, Product } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react'
import { memo, useMemo, useState } from 'react'

import { Fault } from '../../ui/Fault'
import { Menu } from '../../ui/Menu'
import { Select } from '@pos/shared/desk/Select'
import { CategoryDialog } from './CategoryDialog'
import { movedTo, useMenuAct } from './menu-data'
import { Sortable, SortableRow } from './Sortable'

interface Props {
  categories: readonly Category[]
  products: readonly Product[]
  chosenId: number | undefined
  onChoose: (id: number) => void
}

/** The menu's pages: a list to sort on a wide screen, a choice on a narrow one. */
export const CategoryPane = memo(function CategoryPane({ categories, products, chosenId, onChoose }: Props) {
  const t = useT()
  const named = useNamed()
  const act = useMenuAct()
  const [edited, edit] = useState<Category | 'new' | null>(null)
  const counts = useMemo(() => {
    const found = new Map<number, number>()
    for (const product of products) found.set(product.category_id, (found.get(product.category_id) ?? 0) + 1)
    return found
  }, [products])
  const ids = categories.map((one) => one.id)
  const chosen = categories.find((one) => one.id === chosenId)
  const sort = (id: number, to: number) => act.mutate(() => ask(api.PUT('/api/products/categories/order', { body: { ids: movedTo(ids, id, to) } })))
  const actsFor = (category: Category) => {
    const place = ids.indexOf(category.id)
    const isEmpty = !counts.has(category.id)
    return [
      { label: t('menu.edit'), icon: Pencil, onChoose: () => edit(category) },
      { label: t('menu.up'), icon: ArrowUp, isDisabled: place === 0, onChoose: () => sort(category.id, place - 1) },
      { label: t('menu.down'), icon: ArrowDown, isDisabled: place === ids.length - 1, onChoose: () => sort(category.id, place + 1) },
      {
        label: isEmpty ? t('menu.removeCategory', { name: category.name }) : t('menu.notEmpty'),
        icon: Trash2,
        isDanger: isEmpty,
        isDisabled: !isEmpty,
        onChoose: () => act.mutate(() => ask(api.DELETE('/api/products/categories/{category_id}', { params: { path: { category_id: category.id } } }))),
      },
    ]
  }
  return (
    <div className="flex shrink-0 flex-col gap-1 xl:w-60">
      <div className="flex items-end gap-1 xl:hidden">
        <Select
          className="flex-1"
          label={t('menu.category')}
          value={String(chosenId ?? '')}
          onChange={(id) => onChoose(Number(id))}
          options={categories.map((one) => ({ value: String(one.id), label: named(one) }))}
        />
        {chosen && <Menu label={t('menu.categoryActs', { name: named(chosen) })} items={actsFor(chosen)} />}
        <Button aria-label={t('menu.newCategory')} onClick={() => edit('new')}>
          <Plus aria-hidden size={20} />
        </Button>
      </div>
      <Sortable onMove={(id, overId) => sort(id, ids.indexOf(overId))}>
        <ul className="hidden min-h-0 flex-1 flex-col gap-1 overflow-y-auto xl:flex" aria-label={t('menu.categories')}>
          {categories.map((category) => (
            <li key={category.id}>
              <SortableRow id={category.id} label={t('menu.drag', { name: named(category) })} isMarked={category.id === chosenId}>
                <button
                  type="button"
                  aria-current={category.id === chosenId}
                  onClick={() => onChoose(category.id)}
                  className="flex min-h-12 min-w-0 flex-1 items-center gap-2 text-left aria-[current=true]:font-semibold"
                >
                  <span aria-hidden className="size-3 shrink-0 rounded-full" style={{ background: category.color }} />
                  <span className="line-clamp-2 min-w-0 flex-1 leading-tight">{named(category)}</span>
                  <span className="text-sm text-text-2 tabular-nums">{counts.get(category.id) ?? 0}</span>
                </button>
                <Menu label={t('menu.categoryActs', { name: named(category) })} items={actsFor(category)} />
              </SortableRow>
            </li>
          ))}
        </ul>
      </Sortable>
      <div className="hidden flex-col xl:flex">
        <Button onClick={() => edit('new')}>
          <Plus aria-hidden size={20} /> {t('menu.newCategory')}
        </Button>
      </div>
      <Fault error={act.error} />
      {edited && <CategoryDialog category={edited === 'new' ? null : edited} onClose={() => edit(null)} onSaved={onChoose} />}
    </div>
  )
})
