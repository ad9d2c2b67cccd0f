import type { Course, Product } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { quantityText } from '@pos/shared/quantity'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { Sheet } from '@pos/shared/ui/Sheet'
import { Hourglass, Minus, Plus, Scale, Trash2 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'

import {
  changeQuantity,
  choose,
  type Draft,
  type DraftLine,
  remove,
  setCourse,
  setNote,
  setQuantity,
  splitOne,
  stepOf,
  toggleHold,
  toggleOption,
  toggleRemoved,
  weightUnit,
} from './draft'
import { faultOf } from './fault'
import { Chip, Extra } from './LineChips'
import { lineCents } from './price'
import { WeightPad } from './WeightPad'

/** What waiters tell the kitchen most. */
const QUICK_NOTES = ['note.fast', 'note.noSalt', 'note.apart', 'note.allergy', 'note.child'] as const

interface Props {
  line: DraftLine
  product: Product | undefined
  courses: readonly Course[]
  /** `isStep` false: nothing that undo should stop at. */
  onChange: (step: (draft: Draft) => Draft, isStep?: boolean) => void
  onClose: () => void
}

/** All there is to say about one line, with room: quantity, questions, removals, extras, a note. */
export function LineSheet({ line, product, courses, onChange, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const noteId = useId()
  const fault = faultOf(line, product)
  const step = stepOf(product)
  const unit = weightUnit(product)
  const [isWeighing, setWeighing] = useState(false)
  if (isWeighing && product) {
    return (
      <WeightPad
        product={product}
        quantity={line.quantity}
        onSet={(quantity) => onChange((draft) => setQuantity(draft, line.id, quantity))}
        onClose={() => setWeighing(false)}
      />
    )
  }
  return (
    <Sheet
      title={product ? named(product) : line.name}
      onClose={onClose}
      footer={
        <div className="flex flex-wrap gap-2">
          <Button
            look="danger"
            className="flex-1"
            onClick={() => {
              onChange((draft) => remove(draft, line.id))
              onClose()
            }}
          >
            <Trash2 aria-hidden size={20} /> {t('order.remove')}
          </Button>
          <Button look="main" className="flex-1" onClick={onClose}>
            {t('order.done')} <Money cents={lineCents(line, product)} />
          </Button>
        </div>
      }
    >
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <Button aria-label={t('order.less')} onClick={() => onChange((draft) => changeQuantity(draft, line.id, -step))}>
          <Minus aria-hidden />
        </Button>
        <output aria-label={t('order.quantity')} className="min-w-12 text-center text-2xl font-bold tabular-nums">
          {quantityText(line.quantity, language)} {unit && t(`unit.${unit}`)}
        </output>
        <Button aria-label={t('order.more')} onClick={() => onChange((draft) => changeQuantity(draft, line.id, step))}>
          <Plus aria-hidden />
        </Button>
        {unit && (
          <Button onClick={() => setWeighing(true)}>
            <Scale aria-hidden size={20} /> {t('order.weigh')}
          </Button>
        )}
        {line.quantity > 1000 && !unit && (
          <Button onClick={() => onChange((draft) => splitOne(draft, line.id))}>{t('order.splitOne')}</Button>
        )}
      </div>
      {!product && <p className="font-semibold text-problem">{t('order.lineSoldOut')}</p>}
      {product?.preference_sets.map((set) => (
        <Choices key={set.id} title={set.is_required ? t('order.required', { name: named(set) }) : named(set)}>
          {set.choices.map((choice) => (
            <Chip
              key={choice.id}
              isOn={line.choiceIds.includes(choice.id)}
              isMissing={fault?.kind === 'choice' && fault.set.id === set.id}
              onTap={() => onChange((draft) => choose(draft, line.id, product, choice.id))}
            >
              {named(choice)} <Extra wire={choice.price_delta} />
            </Chip>
          ))}
        </Choices>
      ))}
      {product && product.ingredients.length > 0 && (
        <Choices title={t('order.removals')}>
          {product.ingredients.map((one) => (
            <Chip
              key={one.id}
              isOn={line.removedIds.includes(one.id)}
              onTap={() => onChange((draft) => toggleRemoved(draft, line.id, one.id))}
            >
              {t('order.without', { name: named(one) })} <Extra wire={one.extra_cost} />
            </Chip>
          ))}
        </Choices>
      )}
      {product && product.options.length > 0 && (
        <Choices title={t('order.extras')}>
          {product.options.map((one) => (
            <Chip
              key={one.id}
              isOn={line.optionIds.includes(one.id)}
              onTap={() => onChange((draft) => toggleOption(draft, line.id, one.id))}
            >
              + {named(one)} <Extra wire={one.extra_cost} />
            </Chip>
          ))}
        </Choices>
      )}
      <Choices title={t('order.when')}>
        <Chip isOn={line.hold} onTap={() => onChange((draft) => toggleHold(draft, line.id))}>
          <Hourglass aria-hidden size={18} /> {t('order.hold')}
        </Chip>
        {courses.map((course) => (
          <Chip
            key={course.number}
            isOn={(line.course ?? product?.course) === course.number}
            onTap={() => onChange((draft) => setCourse(draft, line.id, course.number))}
          >
            {named(course)}
          </Chip>
        ))}
      </Choices>
      <label htmlFor={noteId} className="mt-4 mb-1 block font-semibold">
        {t('order.noteFor')}
      </label>
      <div className="mb-2 flex flex-wrap gap-2">
        {QUICK_NOTES.map((key) => (
          <Chip
            key={key}
            isOn={line.note.split(', ').includes(t(key))}
            onTap={() => onChange((draft) => setNote(draft, line.id, withOrWithout(line.note, t(key))))}
          >
            {t(key)}
          </Chip>
        ))}
      </div>
      <textarea
        id={noteId}
        rows={2}
        maxLength={200}
        value={line.note}
        onChange={(event) => onChange((draft) => setNote(draft, line.id, event.target.value), false)}
        className="w-full rounded-md border border-border bg-surface p-2 text-base"
      />
    </Sheet>
  )
}

/** Put a phrase at the end of a note, or take it out of it. */
function withOrWithout(note: string, phrase: string): string {
  const phrases = note.split(', ').filter((one) => one !== '')
  return (phrases.includes(phrase) ? phrases.filter((one) => one !== phrase) : [...phrases, phrase]).join(', ')
}

function Choices({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="mt-3">
      <legend className="mb-1 font-semibold">{title}</legend>
      <div className="flex flex-wrap gap-2">{children}</div>
    </fieldset>
  )
}
