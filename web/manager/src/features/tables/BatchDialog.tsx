import { api, ask } from '@pos/shared/api/client'
import type { TableGroup } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'

import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'
import { usePlanAct } from './plan-acts'

/** Many tables at once, with what would be made and what is there already in sight while it is typed. */
export function BatchDialog({ groups, onClose }: { groups: readonly TableGroup[]; onClose: () => void }) {
  const t = useT()
  const named = useNamed()
  const act = usePlanAct(onClose)
  const [prefix, setPrefix] = useState('')
  const [first, setFirst] = useState('1')
  const [count, setCount] = useState('12')
  const [group, setGroup] = useState('')
  const wanted = { prefix: prefix.trim(), first: Number(first), count: Number(count), group_id: group ? Number(group) : null }
  const isRange = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  const isValid = isRange(wanted.first, 9999) && isRange(wanted.count, 200)
  const asked = useDeferredValue(JSON.stringify(wanted))
  const preview = useQuery({
    queryKey: ['tables', 'batch', asked],
    queryFn: ({ signal }) => ask(api.POST('/api/tables/batch', { body: { ...JSON.parse(asked), preview: true }, signal })),
    enabled: isValid,
    placeholderData: keepPreviousData,
  })
  const made = preview.data?.created ?? []
  const skipped = preview.data?.skipped ?? []
  return (
    <Dialog
      title={t('plan.many')}
      onClose={onClose}
      footer={
        <Button
          look="main"
          disabled={!isValid || made.length === 0 || act.isPending}
          onClick={() => act.mutate(() => ask(api.POST('/api/tables/batch', { body: { ...wanted, preview: false } })))}
        >
          {t('plan.make', { n: made.length })}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="grid grid-cols-3 gap-2">
          <Field label={t('plan.prefix')} value={prefix} onChange={setPrefix} maxLength={12} />
          <Field label={t('plan.first')} type="number" min={1} max={9999} value={first} onChange={setFirst} />
          <Field label={t('plan.count')} type="number" min={1} max={200} value={count} onChange={setCount} />
        </div>
        <Select
          label={t('plan.group')}
          value={group}
          onChange={setGroup}
          options={[{ value: '', label: t('tables.noSection') }, ...groups.map((one) => ({ value: String(one.id), label: named(one) }))]}
        />
        <div role="status" className="min-h-20">
          {!isValid && <p className="font-semibold text-problem">{t('plan.range')}</p>}
          {isValid && made.length > 0 && (
            <p>
              <b className="font-semibold">{t('plan.willMake', { n: made.length })}</b> {made.map((one) => one.label).join(', ')}
            </p>
          )}
          {isValid && skipped.length > 0 && <p className="text-text-2">{t('plan.skips', { n: skipped.length, labels: skipped.map((one) => one.label).join(', ') })}</p>}
        </div>
        <Fault error={act.error ?? preview.error} />
      </div>
    </Dialog>
  )
}
