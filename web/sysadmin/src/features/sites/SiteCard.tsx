import type { Site } from '@pos/shared/cloud-api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Link } from '@tanstack/react-router'

import { relative } from '../../app/time'
import { StatusBadge } from './StatusBadge'

/** One restaurant in the grid: name, owner, how it stands, and since when nobody heard of it. */
export function SiteCard({ site, now }: { site: Site; now: string }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  return (
    <li className="min-w-0">
      <Link
        to="/sites/$siteId"
        params={{ siteId: site.site_id }}
        className="flex h-full flex-col gap-2 rounded-md border border-surface-2 bg-surface p-4 hover:border-accent"
      >
        <span className="flex items-start gap-3">
          <span className="min-w-0 flex-1">
            <span className="block text-lg font-semibold break-words">{site.name}</span>
            <span className="block text-text-2 break-words">{site.owner_name}</span>
          </span>
          <StatusBadge status={site.status} />
        </span>
        {site.lock_reason && <span className="break-words text-problem">{site.lock_reason}</span>}
        <span className="mt-auto grid grid-cols-[auto_1fr] gap-x-3 text-sm text-text-2">
          <span>{t('site.licence')}</span>
          <span className="text-right text-text">{relative(language, site.license_expires_at, now)}</span>
          <span>{t('site.seen')}</span>
          <span className="text-right text-text">{site.last_seen_at ? relative(language, site.last_seen_at, now) : t('site.never')}</span>
          <span>{t('site.version')}</span>
          <span className="text-right text-text">{site.version || '–'}</span>
        </span>
      </Link>
    </li>
  )
}
