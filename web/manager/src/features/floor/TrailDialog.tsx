import { api, ask } from '@pos/shared/api/client'
import type { Table } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { Loading } from '@pos/shared/ui/Loading'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { asJson } from '../../house/json'
import { TrailList } from '../../house/TrailList'
import { Dialog } from '@pos/shared/desk/Dialog'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'

const DAY_MS = 86_400_000

/** What happened at a table in the last 24 hours. */
export function TrailDialog({ table, onClose }: { table: Table; onClose: () => void }) {
  const t = useT()
  const [until] = useState(() => Date.now() + 60_000)
  const trail = useQuery({
    queryKey: ['order', 'trail', table.id, until],
    queryFn: ({ signal }) => {
      const query = { table: table.id, from: new Date(until - DAY_MS).toISOString(), to: new Date(until).toISOString() }
      return asJson(ask(api.GET('/api/reports/trail', { params: { query }, signal })))
    },
  })
  return (
    <Dialog isWide title={t('trail.title', { label: table.label })} onClose={onClose}>
      {!trail.data && <Loading query={trail} skeleton={<ListSkeleton rows={5} />} />}
      {trail.data && trail.data.entries.length === 0 && <p>{t('trail.empty')}</p>}
      {trail.data && <TrailList entries={trail.data.entries} />}
      {trail.data && !trail.data.is_complete && <p className="pt-2 font-semibold">{t('trail.more')}</p>}
    </Dialog>
  )
}
