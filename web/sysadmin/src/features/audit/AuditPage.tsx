import type { Action } from '@pos/shared/cloud-api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { isKey, type Translate, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Link } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import { useState } from 'react'

import { moment } from '../../app/time'
import { useActions } from '../../cloud/queries'
import { Loading } from '../../ui/Loading'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'

const STEP = 50
const MOST = 200

/** Every action of every sysadmin, the latest first. */
export function AuditPage() {
  const t = useT()
  const [limit, setLimit] = useState(STEP)
  const query = useActions(limit)
  return (
    <>
      <h1 tabIndex={-1} className="pb-3 text-2xl font-bold">
        {t('audit.title')}
      </h1>
      {query.data === undefined ? (
        <Loading query={query} skeleton={<ListSkeleton />} />
      ) : query.data.length === 0 ? (
        <EmptyState icon={ScrollText} sentence={t('audit.none')} />
      ) : (
        <>
          <div className="overflow-x-auto">
            <ActionTable actions={query.data} />
          </div>
          {query.data.length >= limit && limit < MOST && (
            <Button className="mt-3" onClick={() => setLimit(Math.min(MOST, limit + STEP))}>
              {t('timeline.more')}
            </Button>
          )}
        </>
      )}
    </>
  )
}

function ActionTable({ actions }: { actions: readonly Action[] }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  return (
    <table className="w-full min-w-2xl text-left">
      <thead className="text-sm text-text-2">
        <tr>
          {(['audit.at', 'audit.who', 'audit.what', 'audit.site', 'audit.why'] as const).map((key) => (
            <th key={key} className="p-2 font-normal">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {actions.map((one) => (
          <tr key={one.id} className="border-t border-surface-2 align-top">
            <td className="p-2 whitespace-nowrap tabular-nums">{moment(language, one.at)}</td>
            <td className="p-2">{one.who || '–'}</td>
            <td className="p-2 font-semibold">{did(t, one.action)}</td>
            <td className="p-2">
              {one.site_id && one.action !== 'deregistered' ? (
                <Link to="/sites/$siteId" params={{ siteId: one.site_id }} className="text-accent underline">
                  {one.site_name ?? one.site_id}
                </Link>
              ) : (
                (one.site_name ?? '')
              )}
            </td>
            <td className="p-2">{one.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function did(t: Translate, action: string): string {
  const key = `did.${action}`
  return isKey(key) ? t(key) : action
}
