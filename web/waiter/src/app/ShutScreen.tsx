import type { Shut } from '@pos/shared/api/gate'
import { shutContact, shutReason } from '@pos/shared/api/shut-words'
import { useT } from '@pos/shared/i18n/translate'
import { useOutbox } from '@pos/shared/outbox/house-outbox'
import { useWaitForOpening } from '@pos/shared/session/wait-for-opening'
import { Moon } from 'lucide-react'

import { useTables } from '@pos/shared/house/floor'
import { useDrafts } from '../features/order/draft-store'

/** The house may not work now: why, what is safe, and that it resumes by itself. Drafts stay readable. */
export function ShutScreen({ shut }: { shut: Shut }) {
  const t = useT()
  useWaitForOpening()
  const { jobs } = useOutbox()
  const drafts = useDrafts((state) => state.byKey)
  const tables = useTables().data ?? []
  const title = shut.status === 423 ? t('shut.locked') : t('shut.unlicensed')
  const reason = shutReason(t, shut)
  const contact = shutContact(t, shut)
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6 py-10">
      <Moon aria-hidden size={40} className="text-text-2" />
      <h1 className="text-2xl font-bold">{title}</h1>
      {reason !== '' && <p className="text-lg">{reason}</p>}
      {contact !== '' && <p className="text-lg">{t('shut.call', { who: contact })}</p>}
      <p className="text-lg font-semibold" role="status">
        {jobs.length > 0 && t('shut.safe', { n: jobs.length })}
      </p>
      <p className="text-text-2">{t('shut.resumes')}</p>
      {Object.entries(drafts).map(([key, draft]) => {
        if (draft.lines.length === 0) return null
        const table = tables.find((one) => String(one.id) === key.split('/')[1])
        return (
          <p key={key} className="rounded-md bg-surface p-3">
            <b className="block font-semibold">{t('shut.draft', { label: table?.label ?? key.split('/')[1] ?? '' })}</b>
            {draft.lines.map((line) => `${line.quantity / 1000} ${line.name}`).join(', ')}
          </p>
        )
      })}
    </main>
  )
}
