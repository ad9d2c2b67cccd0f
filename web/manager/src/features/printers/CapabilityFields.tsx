import type { Schemas } from '@pos/shared/api/shapes'
import { useT } from '@pos/shared/i18n/translate'

import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'
import { Switch } from '../../ui/Switch'

type Spoken = Partial<Schemas['Capabilities']>

const ENCODINGS = ['cp737', 'cp869', 'cp1253', 'iso8859_7', 'cp437', 'cp858'] as const
const CUTS = ['partial', 'full', 'fed_partial', 'none'] as const
const BEEPS = ['none', 'bel', 'esc_b', 'gs_bel'] as const
const FENCES = ['gs_r', 'gs_paren_h', 'none'] as const

/** How to speak to this make of printer; the printer check finds most of it. */
export function CapabilityFields({ spoken, onChange }: { spoken: Spoken; onChange: (spoken: Spoken) => void }) {
  const t = useT()
  const set = (change: Partial<Spoken>) => onChange({ ...spoken, ...change })
  const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }))
  return (
    <details className="rounded-md border border-border">
      <summary className="flex min-h-12 cursor-pointer items-center px-3 font-semibold">{t('printer.capabilities')}</summary>
      <div className="grid grid-cols-2 gap-2 p-3">
        <Select label={t('printer.encoding')} value={spoken.encoding ?? 'cp737'} onChange={(value) => set({ encoding: value as NonNullable<Spoken['encoding']> })} options={same(ENCODINGS)} />
        <Field label={t('printer.codePage')} type="number" min={0} max={255} value={String(spoken.code_page ?? 29)} onChange={(value) => set({ code_page: Number(value) })} />
        <Select
          label={t('printer.columns')}
          value={String(spoken.columns ?? 48)}
          onChange={(value) => set({ columns: Number(value) as NonNullable<Spoken['columns']> })}
          options={same(['48', '42', '32'])}
        />
        <Select label={t('printer.cut')} value={spoken.cut ?? 'partial'} onChange={(value) => set({ cut: value })} options={CUTS.map((value) => ({ value, label: t(`cut.${value}`) }))} />
        <Select label={t('printer.beep')} value={spoken.beep ?? 'none'} onChange={(value) => set({ beep: value })} options={BEEPS.map((value) => ({ value, label: t(`beep.${value}`) }))} />
        <Select label={t('printer.fence')} value={spoken.fence ?? 'gs_r'} onChange={(value) => set({ fence: value })} options={FENCES.map((value) => ({ value, label: t(`fence.${value}`) }))} />
        <Select
          label={t('printer.textSize')}
          value={spoken.text_size ?? 'medium'}
          onChange={(value) => set({ text_size: value })}
          options={(['small', 'medium', 'large'] as const).map((value) => ({ value, label: t(`textSize.${value}`) }))}
        />
        <Select
          label={t('printer.answers')}
          value={spoken.status ?? 'dle_eot'}
          onChange={(value) => set({ status: value })}
          options={(['dle_eot', 'none'] as const).map((value) => ({ value, label: t(`answers.${value}`) }))}
        />
        <Field label={t('printer.blankTop')} type="number" min={0} max={6} value={String(spoken.blank_rows_top ?? 0)} onChange={(value) => set({ blank_rows_top: Number(value) })} />
        <Field label={t('printer.blankEnd')} type="number" min={0} max={6} value={String(spoken.blank_rows_end ?? 0)} onChange={(value) => set({ blank_rows_end: Number(value) })} />
        <div className="self-end">
          <Switch label={t('printer.cutPerCourse')} isOn={spoken.cut_per_course ?? false} onChange={(cut_per_course) => set({ cut_per_course })} />
        </div>
        <div className="self-end">
          <Switch label={t('printer.userChars')} isOn={spoken.user_chars ?? false} onChange={(user_chars) => set({ user_chars })} />
        </div>
        <div className="self-end">
          <Switch label={t('printer.graphics')} isOn={spoken.graphics ?? false} onChange={(graphics) => set({ graphics })} />
        </div>
      </div>
    </details>
  )
}
