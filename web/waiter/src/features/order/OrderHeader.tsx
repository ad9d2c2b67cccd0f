import { useT } from '@pos/shared/i18n/translate'
import type { Cents } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { ArrowLeft, EllipsisVertical, Receipt, Users, X } from 'lucide-react'
import { useEffect, useRef } from 'react'

interface Props {
  label: string
  covers: number | null
  /** Null while the table is free: then guests can be told. */
  totalCents: Cents | null
  /** What is searched for; null while not searching. */
  search: string | null
  onSearch: (text: string | null) => void
  onBack: () => void
  onCovers: () => void
  onCheck: () => void
  onMenu: () => void
}

/** Table, guests, the way to the check and to what else can be done; a search's field takes their place and height. */
export function OrderHeader(props: Props) {
  const t = useT()
  const { search, onSearch } = props
  return (
    <header className="@container flex h-13 shrink-0 items-center gap-1 border-b border-surface-2 px-1">
      <Button look="quiet" aria-label={t('action.backToTables')} onClick={props.onBack}>
        <ArrowLeft aria-hidden />
      </Button>
      {search === null ? (
        <>
          <h1 tabIndex={-1} className="relative min-w-0 flex-1 truncate text-2xl font-bold">
            <span className="@max-[22rem]:sr-only">{t('tile.table')} </span>
            {props.label}
          </h1>
          {props.totalCents === null ? (
            <Button look="quiet" aria-label={t('order.guestsSet', { n: props.covers ?? 0 })} onClick={props.onCovers}>
              <Users aria-hidden size={22} /> {props.covers ?? '–'}
            </Button>
          ) : (
            <Button className="relative" onClick={props.onCheck}>
              <span className="sr-only">{t('order.toCheck')}</span>
              <Receipt aria-hidden size={20} /> <Money cents={props.totalCents} className="font-semibold" />
            </Button>
          )}
          <Button look="quiet" aria-label={t('table.menu')} onClick={props.onMenu}>
            <EllipsisVertical aria-hidden size={22} />
          </Button>
        </>
      ) : (
        <SearchField text={search} onSearch={onSearch} />
      )}
    </header>
  )
}

function SearchField({ text, onSearch }: { text: string; onSearch: (text: string | null) => void }) {
  const t = useT()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <>
      <input
        ref={field}
        type="search"
        value={text}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onSearch(null)}
        aria-label={t('order.search')}
        placeholder={t('order.searchHint')}
        className="h-12 min-w-0 flex-1 rounded-md border border-border bg-surface px-3 text-base"
      />
      <Button look="quiet" aria-label={t('order.searchEnd')} onClick={() => onSearch(null)}>
        <X aria-hidden />
      </Button>
    </>
  )
}
