import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Plus, Trash2 } from 'lucide-react'

import { Field } from '@pos/shared/desk/Field'
import { emptyExtra, type ExtraDraft } from './draft'

interface Props {
  kind: 'options' | 'ingredients' | 'choices'
  rows: readonly ExtraDraft[]
  onChange: (rows: ExtraDraft[]) => void
  fault?: string | undefined
}

/** Rows of name, English name and price: what can be added, left out, or chosen. */
export function ExtrasField({ kind, rows, onChange, fault }: Props) {
  const t = useT()
  const change = (key: string, what: Partial<ExtraDraft>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...what } : row)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className={kind === 'choices' ? 'text-sm text-text-2' : 'pt-2 font-semibold'}>{t(`menu.${kind}`)}</legend>
      {rows.map((row) => (
        <div key={row.key} className="grid grid-cols-[1fr_1fr_4.5rem_3rem] items-end gap-1">
          <Field label={t('menu.name')} value={row.name} onChange={(name) => change(row.key, { name })} maxLength={120} />
          <Field label="English" value={row.nameEn} onChange={(nameEn) => change(row.key, { nameEn })} maxLength={120} lang="en" />
          <Field label="€" inputMode="decimal" value={row.price} onChange={(price) => change(row.key, { price })} placeholder="0,00" />
          <Button look="quiet" aria-label={t('menu.dropRow', { name: row.name })} onClick={() => onChange(rows.filter((one) => one.key !== row.key))}>
            <Trash2 aria-hidden size={20} />
          </Button>
          {kind === 'choices' && (
            <label className="col-span-4 flex min-h-10 items-center gap-2 text-sm">
              <input type="checkbox" className="size-6 accent-(--accent)" checked={row.isDefault} onChange={() => change(row.key, { isDefault: !row.isDefault })} />
              {t('menu.isDefault')}
            </label>
          )}
        </div>
      ))}
      {fault && <p className="text-sm font-semibold text-problem">{fault}</p>}
      <Button onClick={() => onChange([...rows, emptyExtra()])}>
        <Plus aria-hidden size={20} /> {t(`menu.add.${kind}`)}
      </Button>
    </fieldset>
  )
}
