import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'
import { fromTyped, fromWire, toWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { Money } from '@pos/shared/ui/Money'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { DataTable } from '../../ui/DataTable'
import { SaveDialog } from '../../ui/SaveDialog'
import { Field } from '@pos/shared/desk/Field'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { useCashUps } from './report-data'

type Purse = Schemas['PurseOut']

/** Each waiter's purse: what they took, what was counted, and the difference. */
export function CashUps({ day }: { day: string }) {
  const t = useT()
  const page = useCashUps(day)
  const [counted, count] = useState<Purse | null>(null)
  const money = (key: string, wire: string | null) => (wire === null ? '—' : <Money key={key} cents={fromWire(wire)} />)
  return (
    <section>
      <h3 className="pb-1 text-lg font-semibold">{t('report.cashUps')}</h3>
      {!page.data && <Loading query={page} skeleton={<ListSkeleton rows={2} />} />}
      {page.data && (
        <DataTable
          caption={t('report.cashUps')}
          empty={t('report.noPurses')}
          columns={[t('orders.waiter'), t('tender.cash'), t('tender.card'), t('tender.other'), t('purse.expected'), t('purse.counted'), t('purse.difference'), t('purse.count')]}
          rows={page.data.purses.map((purse) => ({
            key: String(purse.waiter_id),
            cells: [
              purse.waiter,
              money('cash', purse.cash),
              money('card', purse.card),
              money('other', purse.other),
              money('expected', purse.expected),
              money('counted', purse.counted),
              money('difference', purse.difference),
              <Button key="count" onClick={() => count(purse)}>
                {t('purse.count')} <span className="sr-only">{purse.waiter}</span>
              </Button>,
            ],
          }))}
        />
      )}
      {counted && <CountDialog purse={counted} day={day} onClose={() => count(null)} />}
    </section>
  )
}

function CountDialog({ purse, day, onClose }: { purse: Purse; day: string; onClose: () => void }) {
  const t = useT()
  const queries = useQueryClient()
  const [float, setFloat] = useState(purse.float?.replace('.', ',') ?? '0')
  const [typed, setTyped] = useState('')
  const [note, setNote] = useState('')
  const [floatCents, cents] = [fromTyped(float), fromTyped(typed)]
  const isReady = floatCents !== null && cents !== null
  const act = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/reports/cash-ups', { body: { waiter_id: purse.waiter_id, day, float: toWire(floatCents ?? 0), counted: toWire(cents ?? 0), note: note.trim() } })),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['report'] }),
  })
  return (
    <SaveDialog
      title={t('purse.title', { name: purse.waiter })}
      isReady={isReady}
      isBusy={act.isPending}
      error={act.error}
      onSave={() => act.mutate()}
      onClose={onClose}
    >
      <Field label={t('purse.float')} inputMode="decimal" value={float} onChange={setFloat} />
      <Field label={t('purse.countedNow')} inputMode="decimal" value={typed} onChange={setTyped} />
      {isReady && (
        <p role="status" className="flex justify-between text-lg">
          {t('purse.difference')} <Money cents={cents - floatCents - fromWire(purse.cash)} className="font-bold" />
        </p>
      )}
      <Field label={t('order.note')} value={note} onChange={setNote} maxLength={200} />
    </SaveDialog>
  )
}
