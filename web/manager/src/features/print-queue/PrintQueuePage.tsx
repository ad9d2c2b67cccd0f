import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { usePrinters } from '@pos/shared/house/alerts'
import { ageText, minutesSince, useNow } from '@pos/shared/house/clock'
import { POLL_MS } from '@pos/shared/house/queries'
import { reasonSentence } from '@pos/shared/house/reasons'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { PrintMark } from '@pos/shared/ui/PrintMark'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Hand, PrinterCheck, Printer, ReceiptText, Shuffle, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { Chips } from '../../ui/Chips'
import { Fault } from '../../ui/Fault'
import { Menu } from '../../ui/Menu'
import { Page } from '../../ui/Page'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { TicketDialog } from './TicketDialog'

type Job = Schemas['PrintJobOut']
type Which = 'all' | 'trouble' | 'ended'

/** Tickets that are not on paper, oldest first, with what can be done about each; none is good news. */
export function PrintQueuePage() {
  const t = useT()
  const [which, setWhich] = useState<Which>('all')
  const jobs = useQuery({
    queryKey: ['print-jobs', which],
    queryFn: ({ signal }) => ask(api.GET('/api/print-jobs/', { params: { query: which === 'all' ? {} : { which } }, signal })),
    refetchInterval: POLL_MS,
  })
  return (
    <Page
      title={t('nav.queue')}
      at={jobs.dataUpdatedAt}
      actions={
        <Chips
          label={t('queue.show')}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'all', label: t('queue.all') },
            { value: 'trouble', label: t('floor.onlyProblems') },
            { value: 'ended', label: t('queue.ended') },
          ]}
        />
      }
    >
      {!jobs.data && <Loading query={jobs} skeleton={<ListSkeleton />} />}
      {jobs.data?.length === 0 && <EmptyState icon={PrinterCheck} sentence={which === 'ended' ? t('queue.noneEnded') : t('queue.allOnPaper')} />}
      <ul className="flex flex-col gap-2">
        {(jobs.data ?? []).map((job) => (
          <li key={job.job_id}>
            <JobRow job={job} />
          </li>
        ))}
      </ul>
    </Page>
  )
}

function JobRow({ job }: { job: Job }) {
  const t = useT()
  const named = useNamed()
  const now = useNow()
  const queries = useQueryClient()
  const [isDropping, setDropping] = useState(false)
  const [isLooking, setLooking] = useState(false)
  const printers = usePrinters().data ?? []
  const act = useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSuccess: () => setDropping(false),
    onSettled: () => Promise.all(['print-jobs', 'alerts', 'tables', 'order', 'printers'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
  const params = { path: { job_id: job.job_id } }
  const others = printers.filter((printer) => printer.is_active && printer.id !== job.printer_id)
  const can = (what: Job['acts'][number]) => job.acts.includes(what)
  const what = job.table_label ? `${t('tile.table')} ${job.table_label}` : t(`ticketKind.${job.kind}`)
  const title = `${what} · ${t('queue.number', { number: job.number })}`
  return (
    <article data-job={job.job_id} className="flex flex-col gap-2 rounded-md border border-surface-2 bg-surface p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <PrintMark place={job.custody} zoneId={job.zone_id} zone={named({ name: job.zone_name, name_en: job.zone_name_en })} />
        <h2 className="font-semibold">{title}</h2>
        <span className="ml-auto text-sm text-text-2">
          {ageText(t, minutesSince(job.created_at, now))} · {t('queue.tries', { n: job.tries })} · {job.printer_name}
        </span>
      </div>
      <p>{job.lines.join(', ')}</p>
      {job.reason && <p className="font-semibold">{reasonSentence(t, job.reason, job.printer_name)}</p>}
      {job.taken_by && <p>{t('alert.isOnIt', { name: job.taken_by.name })}</p>}
      <Fault error={isDropping ? null : act.error} />
      <div className="flex flex-wrap gap-2">
        {can('again') && (
          <Button disabled={act.isPending} onClick={() => act.mutate(() => ask(api.POST('/api/print-jobs/{job_id}/again', { params })))}>
            <Printer aria-hidden size={20} /> {t('floor.again')}
          </Button>
        )}
        {can('divert') && others.length > 0 && (
          <Menu
            label={t('queue.otherPrinter')}
            items={others.map((printer) => ({
              label: printer.name,
              icon: Shuffle,
              onChoose: () => act.mutate(() => ask(api.POST('/api/print-jobs/{job_id}/divert', { params, body: { printer_id: printer.id } }))),
            }))}
          >
            <Shuffle aria-hidden size={20} /> {t('queue.otherPrinter')}
          </Menu>
        )}
        {can('came_out') && (
          <Button disabled={act.isPending} onClick={() => act.mutate(() => ask(api.POST('/api/print-jobs/{job_id}/came-out', { params })))}>
            <Hand aria-hidden size={20} /> {t('queue.byHand')}
          </Button>
        )}
        <Button aria-label={t('queue.lookAtTicket', { what: title })} onClick={() => setLooking(true)}>
          <ReceiptText aria-hidden size={20} /> {t('queue.look')}
        </Button>
        {can('drop') && (
          <Button look="danger" disabled={act.isPending} onClick={() => setDropping(true)}>
            <Trash2 aria-hidden size={20} /> {t('queue.drop')}
          </Button>
        )}
      </div>
      {isLooking && <TicketDialog job={job} title={title} onClose={() => setLooking(false)} />}
      {isDropping && (
        <ReasonDialog
          title={t('queue.dropTitle', { what, lines: job.lines.join(', ') })}
          action={t('queue.drop')}
          usual={[t('queue.toldAloud'), t('reasonWord.mistake')]}
          isBusy={act.isPending}
          error={act.error}
          onConfirm={(reason) => act.mutate(() => ask(api.POST('/api/print-jobs/{job_id}/drop', { params, body: { reason } })))}
          onClose={() => setDropping(false)}
        />
      )}
    </article>
  )
}
