import type { Product } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { type ReactNode, useId } from 'react'

import { choose, type Draft, type DraftLine, setNote, toggleOption, toggleRemoved } from './draft'
import { faultOf } from './fault'
import { Chip, Extra } from './LineChips'

/** What waiters tell the kitchen most. */
const QUICK_NOTES = ['note.fast', 'note.noSalt', 'note.apart', 'note.allergy', 'note.child'] as const

/** `isStep` false: nothing that undo should stop at. */
type Change = (step: (draft: Draft) => Draft, isStep?: boolean) => void

/** How a dish is wanted: its questions, what is left out, and what is added where that may still be said. */
export function HowItIsMade(props: { line: DraftLine; product: Product; hasExtras?: boolean; onChange: Change }) {
  const { line, product, hasExtras, onChange } = props
  const t = useT()
  const named = useNamed()
  const fault = faultOf(line, product)
  return (
    <>
      {product.preference_sets.map((set) => (
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
      {product.ingredients.length > 0 && (
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
      {hasExtras && product.options.length > 0 && (
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
    </>
  )
}

/** A word for the kitchen: the usual ones at a tap, others typed. */
export function NoteField({ line, onChange }: { line: DraftLine; onChange: Change }) {
  const t = useT()
  const noteId = useId()
  return (
    <>
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
    </>
  )
}

/** Put a phrase at the end of a note, or take it out of it. */
function withOrWithout(note: string, phrase: string): string {
  const phrases = note.split(', ').filter((one) => one !== '')
  return (phrases.includes(phrase) ? phrases.filter((one) => one !== phrase) : [...phrases, phrase]).join(', ')
}

/** Chips under a heading. */
export function Choices({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="mt-3">
      <legend className="mb-1 font-semibold">{title}</legend>
      <div className="flex flex-wrap gap-2">{children}</div>
    </fieldset>
  )
}
