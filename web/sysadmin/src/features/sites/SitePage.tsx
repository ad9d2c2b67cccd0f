import { Refusal } from '@pos/shared/api/problems'
import type { SiteDetail } from '@pos/shared/cloud-api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, CalendarPlus, Lock, LockOpen, Pencil, SearchX, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'

import { day, momentThere, relative } from '../../app/time'
import { useSite } from '../../cloud/queries'
import { cloudSentence } from '../../cloud/sentence'
import { Loading } from '../../ui/Loading'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { DeregisterDialog } from './DeregisterDialog'
import { EditDialog } from './EditDialog'
import { ExtendDialog } from './ExtendDialog'
import { FactList } from './FactList'
import { HealthFacts } from './HealthFacts'
import { KeysPanel } from './KeysPanel'
import { LockDialog } from './LockDialog'
import { StatusBadge } from './StatusBadge'
import { Timeline } from './Timeline'
import { UnlockDialog } from './UnlockDialog'

const route = getRouteApi('/sites/$siteId')

/** One restaurant: how it stands, what can be done, and what happened. */
export function SitePage() {
  const t = useT()
  const { siteId } = route.useParams()
  const query = useSite(siteId)
  const isGone = query.error instanceof Refusal && query.error.status === 404
  return (
    <>
      <Link to="/" className="inline-flex min-h-12 items-center gap-2 text-accent">
        <ArrowLeft aria-hidden size={18} /> {t('site.toSites')}
      </Link>
      {isGone ? (
        <EmptyState icon={SearchX} sentence={t('site.gone')} />
      ) : query.data === undefined ? (
        <Loading query={query} skeleton={<ListSkeleton rows={6} />} />
      ) : (
        <>
          {query.isError && <p role="status" className="font-semibold text-problem">{cloudSentence(t, query.error)}</p>}
          <Detail site={query.data} />
        </>
      )}
    </>
  )
}

type Asked = 'lock' | 'unlock' | 'extend' | 'edit' | 'deregister' | null

function Detail({ site }: { site: SiteDetail }) {
  const t = useT()
  const [asked, ask] = useState<Asked>(null)
  const close = () => ask(null)
  const hasLock = site.is_locked || site.lock_at !== null
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <h1 tabIndex={-1} className="min-w-0 text-2xl font-bold break-words">
          {site.name}
        </h1>
        <StatusBadge status={site.status} />
      </div>
      {hasLock && <LockNotice site={site} />}
      <div className="flex flex-wrap gap-2 pb-6">
        {hasLock && (
          <Button look="main" onClick={() => ask('unlock')}>
            <LockOpen aria-hidden size={18} /> {t('act.unlock')}
          </Button>
        )}
        <Button look={hasLock ? 'plain' : 'danger'} onClick={() => ask('lock')}>
          <Lock aria-hidden size={18} /> {hasLock ? t('act.changeLock') : t('act.lock')}
        </Button>
        <Button onClick={() => ask('extend')}>
          <CalendarPlus aria-hidden size={18} /> {t('act.extend')}
        </Button>
        <Button onClick={() => ask('edit')}>
          <Pencil aria-hidden size={18} /> {t('act.edit')}
        </Button>
        <Button onClick={() => ask('deregister')}>
          <Trash2 aria-hidden size={18} /> {t('act.deregister')}
        </Button>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <Panel title={t('site.facts')}>
            <Facts site={site} />
          </Panel>
          <Panel title={t('health.title')}>
            <HealthFacts site={site} />
          </Panel>
          <Panel title={t('keys.title')}>
            <KeysPanel site={site} />
          </Panel>
        </div>
        <Panel title={t('timeline.title')}>
          <Timeline siteId={site.site_id} now={site.now} />
        </Panel>
      </div>
      {asked === 'lock' && <LockDialog site={site} onClose={close} />}
      {asked === 'unlock' && <UnlockDialog site={site} onClose={close} />}
      {asked === 'extend' && <ExtendDialog site={site} onClose={close} />}
      {asked === 'edit' && <EditDialog site={site} onClose={close} />}
      {asked === 'deregister' && <DeregisterDialog site={site} onClose={close} />}
    </>
  )
}

function LockNotice({ site }: { site: SiteDetail }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const at = site.lock_at === null ? '' : momentThere(language, site.lock_at, site.time_zone)
  return (
    <div className="mb-4 rounded-md border-2 border-problem p-4">
      <p className="font-semibold">{site.is_locked ? t('lock.inForce') : t('lock.planned', { at })}</p>
      <p className="break-words">{site.lock_reason}</p>
    </div>
  )
}

function Facts({ site }: { site: SiteDetail }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const seen = site.last_seen_at
    ? `${relative(language, site.last_seen_at, site.now)}${site.last_seen_ip ? ` · ${site.last_seen_ip}` : ''}`
    : t('site.never')
  const rows: [string, ReactNode][] = [
    [t('site.owner'), site.owner_name],
    [t('site.email'), <a key="email" className="text-accent underline" href={`mailto:${site.contact_email}`}>{site.contact_email}</a>],
    [t('site.phone'), site.contact_phone || '–'],
    [t('site.licence'), `${day(language, site.licensed_until)} · ${relative(language, site.license_expires_at, site.now)}`],
    [t('site.seen'), seen],
    [t('site.version'), site.version || '–'],
    [t('site.offlineHours'), t('site.hours', { n: site.offline_hours })],
    [t('site.timeZone'), site.time_zone],
    [t('site.id'), <code key="id" className="break-all">{site.site_id}</code>],
    [t('site.note'), site.note || '–'],
  ]
  return <FactList rows={rows} />
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0 rounded-md border border-surface-2 bg-surface p-4">
      <h2 className="pb-2 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  )
}
