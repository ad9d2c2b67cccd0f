import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Download, Euro, Plus, Upload } from 'lucide-react'
import { useCallback, useState } from 'react'

import { useDownload } from '../../house/download'
import { Aged } from '../../ui/Aged'
import { Fault } from '../../ui/Fault'
import { Menu } from '../../ui/Menu'
import { Page } from '../../ui/Page'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { BulkPriceDialog } from './BulkPriceDialog'
import { CategoryPane } from './CategoryPane'
import { ImportDialog } from './ImportDialog'
import { useWholeMenu } from './menu-data'
import { ProductEditor } from './ProductEditor'
import { ProductPane } from './ProductPane'

/** The menu in three panes: categories, their products, and one of them open. */
export function MenuPage() {
  const t = useT()
  const go = useNavigate()
  const language = useLanguageState((state) => state.language)
  const search = useSearch({ from: '/menu' })
  const menu = useWholeMenu()
  const download = useDownload()
  const [asked, ask] = useState<'prices' | 'import' | null>(null)
  const { category: categoryId } = search
  const open = useCallback(
    (product: number | 'new' | undefined, copy?: number) =>
      void go({ to: '/menu', search: (old) => ({ category: old.category, product, copy }) }),
    [go],
  )
  const choose = useCallback((id: number) => void go({ to: '/menu', search: { category: id } }), [go])
  if (!menu.data) {
    return (
      <Page title={t('nav.menu')}>
        <Loading query={menu} skeleton={<ListSkeleton />} />
      </Page>
    )
  }
  const { categories, products } = menu.data
  const category = categories.find((one) => one.id === categoryId) ?? categories[0]
  const product = typeof search.product === 'number' ? products.find((one) => one.id === search.product) : undefined
  const copied = search.copy === undefined ? undefined : products.find((one) => one.id === search.copy)
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <header className="flex min-h-16 flex-wrap items-center gap-2 px-4 py-2">
          <h1 tabIndex={-1} className="mr-auto text-2xl font-bold">
            {t('nav.menu')}
          </h1>
          <Button look="main" disabled={!category} onClick={() => open('new')}>
            <Plus aria-hidden size={20} /> {t('menu.newProduct')}
          </Button>
          <Menu
            label={t('floor.more')}
            items={[
              { label: t('menu.prices'), icon: Euro, onChoose: () => ask('prices') },
              { label: t('menu.import'), icon: Upload, onChoose: () => ask('import') },
              { label: t('menu.export'), icon: Download, onChoose: () => download.mutate({ path: '/api/products/export', query: {}, name: `menu-${language}.csv` }) },
            ]}
          />
        </header>
        <Fault error={download.error} className="px-4" />
        <Aged at={menu.dataUpdatedAt} className="flex min-h-0 flex-1 flex-col gap-2 px-4 pb-2 xl:flex-row">
          <CategoryPane categories={categories} products={products} chosenId={category?.id} onChoose={choose} />
          <ProductPane key={category?.id ?? 0} category={category} menu={menu.data} onOpen={open} />
        </Aged>
      </div>
      {category && (product || search.product === 'new') && (
        <ProductEditor
          key={product?.id ?? `new-${search.copy ?? ''}`}
          product={product}
          copied={copied}
          categoryId={category.id}
          categories={categories}
          onSaved={open}
          onClose={() => open(undefined)}
        />
      )}
      {asked === 'prices' && <BulkPriceDialog menu={menu.data} categoryId={category?.id} onClose={() => ask(null)} />}
      {asked === 'import' && <ImportDialog onClose={() => ask(null)} />}
    </div>
  )
}
