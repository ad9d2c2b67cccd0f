import type { Category } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Search, Zap } from 'lucide-react'

/** A category's id, or the page of best sellers. */
export type Page = number | 'quick'

interface Props {
  categories: readonly Category[]
  page: Page
  onPage: (page: Page) => void
  isSearching: boolean
  onSearch: () => void
}

const CHIP =
  'flex h-12 shrink-0 items-center gap-2 rounded-md border px-3 text-base whitespace-nowrap aria-pressed:border-transparent aria-pressed:bg-text aria-pressed:text-bg border-border bg-surface'

/** Search and the pages of the menu, at the thumb; Quick is the first page. */
export function CategoryBar({ categories, page, onPage, isSearching, onSearch }: Props) {
  const t = useT()
  const named = useNamed()
  return (
    <nav aria-label={t('order.categories')} className="flex shrink-0 gap-2 overflow-x-auto px-3 pb-2 [scrollbar-width:none]">
      <button type="button" className={CHIP} aria-pressed={isSearching} aria-label={t('order.search')} onClick={onSearch}>
        <Search aria-hidden size={22} />
      </button>
      <button type="button" className={CHIP} aria-pressed={page === 'quick'} onClick={() => onPage('quick')}>
        <Zap aria-hidden size={18} /> {t('order.quick')}
      </button>
      {categories.map((category) => (
        <button
          key={category.id}
          type="button"
          className={CHIP}
          aria-pressed={page === category.id}
          onClick={() => onPage(category.id)}
        >
          <span aria-hidden className="size-3 rounded-full border border-border" style={{ background: category.color }} />
          {named(category)}
        </button>
      ))}
    </nav>
  )
}
