import type { Product } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { Money } from '@pos/shared/ui/Money'
import { Hourglass, StickyNote } from 'lucide-react'
import type { ReactNode } from 'react'

import { choose, type Draft, type DraftLine, weightUnit, splitOne, toggleHold, toggleOption, toggleRemoved } from './draft'
import { faultOf } from './fault'

interface Props {
  line: DraftLine
  product: Product
  onChange: (step: (draft: Draft) => Draft) => void
  onNote: () => void
  /** Grows each time Send stopped here: the missing question shakes its head. */
  nudges: number
}

/** What can be said about a dish with one tap: required choices (red until chosen), removals, extras, note. */
export function LineChips({ line, product, onChange, onNote, nudges }: Props) {
  const t = useT()
  const named = useNamed()
  const fault = faultOf(line, product)
  const sets = product.preference_sets.toSorted((a, b) => Number(b.is_required) - Number(a.is_required))
  return (
    <>
      {sets.map((set) => (
        <div key={set.id} role="group" aria-label={named(set)} className="flex shrink-0 items-center gap-2">
          {(set.is_required || set.max_choices > 1) && (
            <span
              key={nudges}
              className={fault?.kind === 'choice' && fault.set.id === set.id ? `text-problem ${nudges > 0 ? 'shake' : ''}` : 'text-text-2'}
            >
              {named(set)}:
            </span>
          )}
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
        </div>
      ))}
      {product.ingredients.map((one) => (
        <Chip
          key={`without-${one.id}`}
          isOn={line.removedIds.includes(one.id)}
          onTap={() => onChange((draft) => toggleRemoved(draft, line.id, one.id))}
        >
          {t('order.without', { name: named(one) })} <Extra wire={one.extra_cost} />
        </Chip>
      ))}
      {product.options.map((one) => (
        <Chip
          key={`with-${one.id}`}
          isOn={line.optionIds.includes(one.id)}
          onTap={() => onChange((draft) => toggleOption(draft, line.id, one.id))}
        >
          + {named(one)} <Extra wire={one.extra_cost} />
        </Chip>
      ))}
      <Chip isOn={line.note !== ''} onTap={onNote}>
        <StickyNote aria-hidden size={18} /> {line.note || t('order.note')}
      </Chip>
      <Chip isOn={line.hold} onTap={() => onChange((draft) => toggleHold(draft, line.id))}>
        <Hourglass aria-hidden size={18} /> {t('order.hold')}
      </Chip>
      {line.quantity > 1000 && !weightUnit(product) && (
        <Chip isOn={false} onTap={() => onChange((draft) => splitOne(draft, line.id))}>
          {t('order.splitOne')}
        </Chip>
      )}
    </>
  )
}

/** One chip: pressed or not, red while an answer is missing. */
export function Chip(props: { isOn: boolean; isMissing?: boolean; isWide?: boolean; onTap: () => void; children: ReactNode }) {
  const look = props.isMissing
    ? 'border-problem bg-surface text-text ring-1 ring-problem ring-inset'
    : 'border-border bg-surface aria-pressed:border-transparent aria-pressed:bg-accent aria-pressed:text-on-accent'
  return (
    <button
      type="button"
      aria-pressed={props.isOn}
      data-missing={props.isMissing || undefined}
      onClick={props.onTap}
      className={`flex h-12 shrink-0 ${props.isWide ? 'max-w-full' : 'max-w-56'} items-center gap-1.5 rounded-md border px-3 whitespace-nowrap active:opacity-80 ${look}`}
    >
      {props.children}
    </button>
  )
}

/** A price beside a chip's words; nothing when it is free. */
export function Extra({ wire }: { wire: string }) {
  const cents = fromWire(wire)
  return cents === 0 ? null : <Money cents={cents} className="text-sm opacity-80" />
}
