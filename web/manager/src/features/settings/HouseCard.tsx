import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { Fault } from '../../ui/Fault'
import { Switch } from '../../ui/Switch'
import { dayText } from '../../ui/times'
import { useUnsavedGuard } from '../../ui/UnsavedGuard'

type House = Schemas['HouseOut']
type Wish = Schemas['HouseIn']

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }))

/** What the restaurant is called on paper, when its day begins, and who may discount. */
export function HouseCard() {
  const t = useT()
  const house = useQuery({ queryKey: ['system', 'house'], queryFn: ({ signal }) => ask(api.GET('/api/system/house', { signal })) })
  return (
    <section aria-label={t('house.title')} className="flex flex-col gap-3 rounded-md border border-surface-2 bg-surface p-4">
      <h2 className="text-lg font-semibold">{t('house.title')}</h2>
      {!house.data && <Loading query={house} skeleton={<ListSkeleton rows={3} />} />}
      {house.data && <HouseForm house={house.data} />}
    </section>
  )
}

/** What is edited stays; all else follows the box, also when another manager changes it. */
function HouseForm({ house }: { house: House }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  const queries = useQueryClient()
  const [edited, setEdited] = useState<Partial<Wish>>({})
  const { restaurant_name, restaurant_details, day_starts_at_hour, waiters_may_discount } = { ...house, ...edited }
  const wish: Wish = { restaurant_name: restaurant_name.trim(), restaurant_details: restaurant_details.trim(), day_starts_at_hour, waiters_may_discount }
  const edit = (part: Partial<Wish>) => setEdited({ ...edited, ...part })
  const act = useMutation({
    mutationFn: () => ask(api.PUT('/api/system/house', { body: wish })),
    onSuccess: (saved) => {
      queries.setQueryData(['system', 'house'], saved)
      setEdited({})
    },
  })
  const isChanged = (Object.keys(wish) as (keyof typeof wish)[]).some((key) => wish[key] !== house[key])
  const guard = useUnsavedGuard(isChanged)
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged) act.mutate()
      }}
    >
      <Field label={t('house.name')} hint={t('house.nameHint')} value={restaurant_name} onChange={(text) => edit({ restaurant_name: text })} maxLength={60} autoComplete="off" />
      <Field label={t('house.details')} value={restaurant_details} onChange={(text) => edit({ restaurant_details: text })} maxLength={120} autoComplete="off" />
      <Select label={t('house.dayStarts')} value={String(day_starts_at_hour)} onChange={(value) => edit({ day_starts_at_hour: Number(value) })} options={HOURS} />
      <p className="text-sm text-text-2">
        {house.hour_counts_from && day_starts_at_hour === house.day_starts_at_hour
          ? t('house.hourFrom', { day: dayText(house.hour_counts_from, language) })
          : t('house.hourHint', { zone: house.timezone })}
      </p>
      <Switch label={t('house.mayDiscount')} isOn={waiters_may_discount} onChange={(isOn) => edit({ waiters_may_discount: isOn })} />
      <Button look="main" type="submit" className="self-start" disabled={!isChanged || act.isPending}>
        {t('ui.save')}
      </Button>
      <Fault error={act.error} />
      {guard.dialog}
    </form>
  )
}
