import type { SiteList, Status } from '@pos/shared/cloud-api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Plus, Search, Store } from 'lucide-react'
import { useEffect, useState } from 'react'

import { PAGE, useSites } from '../../cloud/queries'
import { cloudSentence } from '../../cloud/sentence'
import { Loading } from '../../ui/Loading'
import { CardsSkeleton } from '@pos/shared/desk/Skeleton'
import { SiteCard } from './SiteCard'
import { LOOKS, STATUSES } from './status'

const route = getRouteApi('/')
const TYPING_MS = 250

/** Every restaurant, worst first. */
export function SitesPage() {
  const t = useT()
  const { status, find = '', page = 1 } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useSites(find, status, (page - 1) * PAGE)
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 pb-3">
        <h1 tabIndex={-1} className="mr-auto text-2xl font-bold">
          {t('sites.title')}
        </h1>
        <SearchBox value={find} onChange={(text) => void navigate({ search: { status, find: text || undefined }, replace: true })} />
        <Link
          to="/register"
          className="inline-flex min-h-12 items-center gap-2 rounded-md bg-accent px-3 font-semibold text-on-accent"
        >
          <Plus aria-hidden size={20} /> {t('sites.register')}
        </Link>
      </div>
      {query.data === undefined ? (
        <Loading query={query} skeleton={<CardsSkeleton />} />
      ) : (
        <>
          <Filters list={query.data} status={status} onChoose={(one) => void navigate({ search: { status: one, find: find || undefined } })} />
          <p role="status" className={`min-h-6 text-sm ${query.isError ? 'font-semibold text-problem' : 'text-text-2'}`}>
            {query.isError ? cloudSentence(t, query.error) : t('sites.shown', { n: query.data.matching })}
          </p>
          <Grid list={query.data} isSearching={find !== '' || status !== undefined} isOld={query.isError} />
          <Pager page={page} matching={query.data.matching} onTurn={(to) => void navigate({ search: { status, find: find || undefined, page: to } })} />
        </>
      )}
    </>
  )
}

function Grid({ list, isSearching, isOld }: { list: SiteList; isSearching: boolean; isOld: boolean }) {
  const t = useT()
  if (list.sites.length === 0) {
    return (
      <EmptyState
        icon={isSearching ? Search : Store}
        sentence={isSearching ? t('sites.nothingFound') : t('sites.none')}
        action={
          !isSearching && (
            <Link to="/register" className="inline-flex min-h-12 items-center rounded-md bg-accent px-4 font-semibold text-on-accent">
              {t('sites.registerFirst')}
            </Link>
          )
        }
      />
    )
  }
  return (
    <ul className={`grid gap-3 sm:grid-cols-2 xl:grid-cols-3 ${isOld ? 'opacity-60' : ''}`}>
      {list.sites.map((site) => (
        <SiteCard key={site.site_id} site={site} now={list.now} />
      ))}
    </ul>
  )
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useT()
  const [typed, setTyped] = useState(value)
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <div className="relative w-full sm:w-72">
      <Search aria-hidden size={18} className="absolute top-4 left-3 text-text-2" />
      <input
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value.slice(0, 100))}
        aria-label={t('sites.search')}
        placeholder={t('sites.search')}
        className="h-12 w-full rounded-md border border-border bg-surface pr-3 pl-10"
      />
    </div>
  )
}

interface FilterProps {
  list: SiteList
  status: Status | undefined
  onChoose: (status: Status | undefined) => void
}

function Filters({ list, status, onChoose }: FilterProps) {
  const t = useT()
  const all = Object.values(list.counts).reduce((sum, one) => sum + one, 0)
  const look =
    'inline-flex min-h-12 items-center gap-2 rounded-md border border-border px-3 aria-pressed:border-accent aria-pressed:text-accent'
  return (
    <div role="group" aria-label={t('sites.filter')} className="flex flex-wrap gap-2 pb-2">
      <button type="button" aria-pressed={status === undefined} onClick={() => onChoose(undefined)} className={look}>
        {t('sites.all')} <span className="tabular-nums">{all}</span>
      </button>
      {STATUSES.map((one) => {
        const { icon: Icon, key } = LOOKS[one]
        return (
          <button key={one} type="button" aria-pressed={status === one} onClick={() => onChoose(one)} className={look}>
            <Icon aria-hidden size={16} /> {t(key)} <span className="tabular-nums">{list.counts[one] ?? 0}</span>
          </button>
        )
      })}
    </div>
  )
}

function Pager({ page, matching, onTurn }: { page: number; matching: number; onTurn: (page: number) => void }) {
  const t = useT()
  const last = Math.max(1, Math.ceil(matching / PAGE))
  if (last === 1) return null
  return (
    <nav aria-label={t('sites.pages')} className="flex items-center justify-center gap-3 py-4">
      <Button disabled={page <= 1} onClick={() => onTurn(page - 1)}>
        {t('sites.before')}
      </Button>
      <span className="tabular-nums">{t('sites.page', { page, last })}</span>
      <Button disabled={page >= last} onClick={() => onTurn(page + 1)}>
        {t('sites.after')}
      </Button>
    </nav>
  )
}
