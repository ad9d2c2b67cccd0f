import type { Product } from '@pos/shared/api/shapes'
import type { Milli } from '@pos/shared/quantity'

/** One line before Send: what was tapped and how it is wanted. */
export interface DraftLine {
  /** Unique inside its draft. */
  id: number
  productId: number
  /** As the menu called it at the tap; a dish may leave the menu meanwhile. */
  name: string
  quantity: Milli
  optionIds: number[]
  removedIds: number[]
  choiceIds: number[]
  note: string
  /** When it is served; null leaves that to the menu. */
  course: number | null
  /** Kept for later: no printer hears of it until it is fired. */
  hold: boolean
}

/** What a waiter gathers for a table. Every change makes a new value, so that undo is a list of old ones. */
export interface Draft {
  lines: DraftLine[]
  /** The line that the last-line strip shows. */
  lastId: number | null
  nextId: number
  /** Guests, asked while the table is free. */
  covers: number | null
  /** The order that stood on the table at the first tap; null when it was free. A round is for these guests only. */
  orderId: number | null
}

/** Nothing tapped yet. */
export const EMPTY: Draft = { lines: [], lastId: null, nextId: 1, covers: null, orderId: null }

const ONE: Milli = 1000

/** What one tap on + or − changes: a piece, half a portion, or a tenth of what is weighed. */
export function stepOf(product: Product | undefined): Milli {
  if (weightUnit(product)) return 100
  return product?.unit === 'portion' ? 500 : ONE
}

/** The unit of what is sold by weight or volume: its quantity is typed, as read off the scale. Null for the rest. */
export function weightUnit(product: Product | undefined): 'kg' | 'l' | null {
  return product?.unit === 'kg' || product?.unit === 'l' ? product.unit : null
}

/** A tap on a dish adds one; a dish that was just changed starts a new line. */
export function tap(draft: Draft, product: Product): Draft {
  const plain = draft.lines.findLast((line) => line.productId === product.id && isUntouched(line, product))
  if (plain) return changeQuantity({ ...draft, lastId: plain.id }, plain.id, ONE)
  return add(draft, product, ONE)
}

/** A new line of its own, of so much. */
export function add(draft: Draft, product: Product, quantity: Milli): Draft {
  const line: DraftLine = {
    id: draft.nextId,
    productId: product.id,
    name: product.name,
    quantity,
    optionIds: [],
    removedIds: [],
    choiceIds: defaultChoices(product),
    note: '',
    course: null,
    hold: false,
  }
  return { ...draft, lines: [...draft.lines, line], lastId: line.id, nextId: draft.nextId + 1 }
}

/** Lines put in from elsewhere (a repeated round, an edited job), after those that are there. */
export function append(draft: Draft, lines: Omit<DraftLine, 'id'>[]): Draft {
  const numbered = lines.map((line, place) => ({ ...line, id: draft.nextId + place }))
  return {
    ...draft,
    lines: [...draft.lines, ...numbered],
    lastId: numbered.at(-1)?.id ?? draft.lastId,
    nextId: draft.nextId + lines.length,
  }
}

/** Add to a line's quantity; a line that reaches zero leaves. */
export function changeQuantity(draft: Draft, lineId: number, by: Milli): Draft {
  const line = draft.lines.find((one) => one.id === lineId)
  return line ? setQuantity(draft, lineId, line.quantity + by) : draft
}

/** Set it; zero or less takes the line away. */
export function setQuantity(draft: Draft, lineId: number, quantity: Milli): Draft {
  if (quantity <= 0) return remove(draft, lineId)
  return changeLine(draft, lineId, (line) => ({ ...line, quantity: Math.min(quantity, 999_000) }))
}

/** Take a line away; the one before it comes into the strip. */
export function remove(draft: Draft, lineId: number): Draft {
  const lines = draft.lines.filter((line) => line.id !== lineId)
  const lastId = draft.lastId === lineId ? (lines.at(-1)?.id ?? null) : draft.lastId
  return { ...draft, lines, lastId }
}

/** With or without an extra. */
export function toggleOption(draft: Draft, lineId: number, optionId: number): Draft {
  return changeLine(draft, lineId, (line) => ({ ...line, optionIds: toggled(line.optionIds, optionId) }))
}

/** Without an ingredient, or with it after all. */
export function toggleRemoved(draft: Draft, lineId: number, ingredientId: number): Draft {
  return changeLine(draft, lineId, (line) => ({ ...line, removedIds: toggled(line.removedIds, ingredientId) }))
}

/**
 * Answer a question. Where one answer is allowed the new one takes the old one's place; where several are, it joins them
 * until there are enough. The same answer again takes it back, unless it is the only one that is required.
 */
export function choose(draft: Draft, lineId: number, product: Product, choiceId: number): Draft {
  const set = product.preference_sets.find((one) => one.choices.some((choice) => choice.id === choiceId))
  if (!set) return draft
  const rivals = new Set(set.choices.map((choice) => choice.id))
  return changeLine(draft, lineId, (line) => {
    const others = line.choiceIds.filter((id) => !rivals.has(id))
    const given = line.choiceIds.filter((id) => rivals.has(id))
    if (set.max_choices <= 1) {
      const takesBack = given.includes(choiceId) && !set.is_required
      return { ...line, choiceIds: takesBack ? others : [...others, choiceId] }
    }
    if (given.includes(choiceId)) return { ...line, choiceIds: line.choiceIds.filter((id) => id !== choiceId) }
    return given.length < set.max_choices ? { ...line, choiceIds: [...line.choiceIds, choiceId] } : line
  })
}

/** When a line is served; null leaves that to the menu. */
export function setCourse(draft: Draft, lineId: number, course: number | null): Draft {
  return changeLine(draft, lineId, (line) => ({ ...line, course }))
}

/** Keep a line for later, or send it with the rest after all. */
export function toggleHold(draft: Draft, lineId: number): Draft {
  return changeLine(draft, lineId, (line) => ({ ...line, hold: !line.hold }))
}

/** A word for the kitchen, 200 characters at most. */
export function setNote(draft: Draft, lineId: number, note: string): Draft {
  return changeLine(draft, lineId, (line) => ({ ...line, note: note.slice(0, 200) }))
}

/** Take one portion off a line into a line of its own, to be changed apart. */
export function splitOne(draft: Draft, lineId: number): Draft {
  const line = draft.lines.find((one) => one.id === lineId)
  if (!line || line.quantity <= ONE) return draft
  return append(changeQuantity(draft, lineId, -ONE), [{ ...line, quantity: ONE }])
}

/** Bring a line into the strip. */
export function select(draft: Draft, lineId: number): Draft {
  return { ...draft, lastId: lineId }
}

/** The answers that a dish comes with. */
export function defaultChoices(product: Product): number[] {
  return product.preference_sets.flatMap((set) => set.default_choice_ids)
}

function isUntouched(line: DraftLine, product: Product): boolean {
  const asOffered = defaultChoices(product)
  return (
    line.note === '' &&
    line.course === null &&
    !line.hold &&
    line.optionIds.length === 0 &&
    line.removedIds.length === 0 &&
    line.choiceIds.length === asOffered.length &&
    line.choiceIds.every((id) => asOffered.includes(id))
  )
}

function changeLine(draft: Draft, lineId: number, change: (line: DraftLine) => DraftLine): Draft {
  return { ...draft, lastId: lineId, lines: draft.lines.map((line) => (line.id === lineId ? change(line) : line)) }
}

function toggled(ids: number[], id: number): number[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]
}
