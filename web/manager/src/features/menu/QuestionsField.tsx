import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Plus, Trash2 } from 'lucide-react'

import { Field } from '@pos/shared/desk/Field'
import { emptyExtra, newKey, type QuestionDraft } from './draft'
import { ExtrasField } from './ExtrasField'

interface Props {
  questions: readonly QuestionDraft[]
  onChange: (questions: QuestionDraft[]) => void
  fault?: string | undefined
}

/** What is asked with the dish: a name, from how many to how many answers, and the answers with the usual ones marked. */
export function QuestionsField({ questions, onChange, fault }: Props) {
  const t = useT()
  const change = (key: string, what: Partial<QuestionDraft>) => onChange(questions.map((one) => (one.key === key ? { ...one, ...what } : one)))
  const fresh = (): QuestionDraft => ({ key: newKey(), id: null, name: '', nameEn: '', min: '1', max: '1', choices: [emptyExtra(), emptyExtra()] })
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pt-2 font-semibold">{t('menu.questions')}</legend>
      {questions.map((one) => (
        <div key={one.key} className="flex flex-col gap-2 rounded-md border border-border p-2">
          <div className="grid grid-cols-[1fr_1fr_3rem] items-end gap-1">
            <Field label={t('menu.question')} value={one.name} onChange={(name) => change(one.key, { name })} maxLength={120} />
            <Field label="English" value={one.nameEn} onChange={(nameEn) => change(one.key, { nameEn })} maxLength={120} lang="en" />
            <Button look="quiet" aria-label={t('menu.dropRow', { name: one.name })} onClick={() => onChange(questions.filter((other) => other.key !== one.key))}>
              <Trash2 aria-hidden size={20} />
            </Button>
          </div>
          <div className="grid grid-cols-2 gap-1">
            <Field label={t('menu.min')} type="number" min={0} max={30} value={one.min} onChange={(min) => change(one.key, { min })} />
            <Field label={t('menu.max')} type="number" min={1} max={30} value={one.max} onChange={(max) => change(one.key, { max })} />
          </div>
          <ExtrasField kind="choices" rows={one.choices} onChange={(choices) => change(one.key, { choices })} />
        </div>
      ))}
      {fault && <p className="text-sm font-semibold text-problem">{fault}</p>}
      <Button onClick={() => onChange([...questions, fresh()])}>
        <Plus aria-hidden size={20} /> {t('menu.add.questions')}
      </Button>
    </fieldset>
  )
}
