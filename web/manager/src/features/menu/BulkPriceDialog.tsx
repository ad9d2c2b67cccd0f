import { api, ask } from '@pos/shared/api/client'
import type { Product } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { type Cents, fromWire, toWire } from '@pos/shared/money'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { useState } from 'react'

import { Chips } from '../../ui/Chips'
import { Dialog } from '@pos/shared/desk/Dialog'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'
import { bodyOf, deltaOf, draftOf } from './draft'
import { useMenuAct, type WholeMenu } from './menu-data'
import { newPrice, type PriceChange } from './price-change'

/** Many prices at once: how much, rounded to what, with every new price in sight before anything is changed. */
export function BulkPriceDialog({ menu, categoryId, onClose }: { menu: WholeMenu; categoryId: number | undefined; onClose: () => void }) {
  const t = useT()
  const named = useNamed()
  const [where, setWhere] = useState(String(categoryId ?? ''))
  const [kind, setKind] = useState<PriceChange['kind']>('percent')
  const [typed, setTyped] = useState('5')
  const [step, setStep] = useState('10')
  const [done, setDone] = useState(0)
  const act = useMenuAct(onClose)
  const wire = deltaOf(typed)
  const change: PriceChange | null = wire === null ? null : { kind, amount: fromWire(wire), step: Number(step) }
  const changed = menu.products
    .filter((product) => where === '' || product.category_id === Number(where))
    .map((product) => ({ product, cents: change ? newPrice(fromWire(product.base_price), change) : fromWire(product.base_price) }))
    .filter(({ product, cents }) => cents !== fromWire(product.base_price))

  const apply = () =>
    act.mutate(async () => {
      let count = 0
      for (const { product, cents } of changed) {
        await put(product, cents)
        count += 1
        setDone(count)
      }
    })
  return (
    <Dialog
      isWide
      title={t('menu.prices')}
      onClose={onClose}
      footer={
        <Button look="main" disabled={changed.length === 0 || act.isPending} onClick={apply}>
          {act.isPending ? t('menu.pricesBusy', { n: done, all: changed.length }) : t('menu.pricesApply', { n: changed.length })}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Select
          label={t('menu.category')}
          value={where}
          onChange={setWhere}
          options={[{ value: '', label: t('menu.wholeMenu') }, ...menu.categories.map((one) => ({ value: String(one.id), label: named(one) }))]}
        />
        <div className="flex flex-wrap items-end gap-2">
          <Chips label={t('discount.kind')} value={kind} onChange={setKind} options={[{ value: 'percent', label: '%' }, { value: 'amount', label: '€' }]} />
          <Field className="w-28" label={t('menu.howMuch')} inputMode="text" value={typed} onChange={setTyped} fault={wire === null ? t('discount.wrong') : undefined} />
          <Select
            label={t('menu.round')}
            value={step}
            onChange={setStep}
            options={['1', '5', '10', '50', '100'].map((value) => ({ value, label: `${toWire(Number(value)).replace('.', ',')} €` }))}
          />
        </div>
        <Fault error={act.error} />
        <ul aria-label={t('menu.newPrices')}>
          {changed.map(({ product, cents }) => (
            <li key={product.id} className="flex gap-2 border-t border-surface-2 py-2 [contain-intrinsic-size:auto_2.5rem] [content-visibility:auto]">
              <span className="min-w-0 flex-1">{named(product)}</span>
              <Money cents={fromWire(product.base_price)} className="text-text-2 line-through" />
              <Money cents={cents} className="w-20 text-right font-semibold" />
            </li>
          ))}
        </ul>
        {changed.length === 0 && <p>{t('menu.noPriceChanges')}</p>}
      </div>
    </Dialog>
  )
}

function put(product: Product, cents: Cents): Promise<unknown> {
  const before = bodyOf(draftOf(product))
  const params = { path: { product_id: product.id } }
  return ask(api.PUT('/api/products/{product_id}', { params, body: { ...before, base_price: toWire(cents), seen: before } }))
}
