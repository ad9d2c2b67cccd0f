import type { Check, CheckLine, PayIn, Tender } from '@pos/shared/api/shapes'
import { type Cents, fromWire, toWire } from '@pos/shared/money'
import { type Milli, quantityFromWire, quantityToWire } from '@pos/shared/quantity'

/** How much of which lines is chosen, by item id. */
export type Selection = ReadonlyMap<number, Milli>

/** Nothing chosen. */
export const NONE: Selection = new Map()

/** What is left of a line to pay. */
export function unpaidOf(line: CheckLine): Milli {
  return quantityFromWire(line.unpaid_quantity)
}

/** Choose all that is left of a line, or take the choice back. */
export function toggle(selection: Selection, line: CheckLine): Selection {
  return selection.has(line.item_id) ? choose(selection, line, 0) : choose(selection, line, unpaidOf(line))
}

/** Choose so much of a line: "1 of 3". Zero takes it out; more than is left is what is left. */
export function choose(selection: Selection, line: CheckLine, quantity: Milli): Selection {
  const next = new Map(selection)
  const most = Math.min(quantity, unpaidOf(line))
  if (most > 0) next.set(line.item_id, most)
  else next.delete(line.item_id)
  return next
}

/** The choice as far as it can still be paid: a colleague may have taken money for a part meanwhile. */
export function stillUnpaid(selection: Selection, check: Check): Selection {
  return check.lines.reduce<Selection>((kept, line) => {
    const chosen = selection.get(line.item_id)
    return chosen === undefined ? kept : choose(kept, line, chosen)
  }, NONE)
}

/**
 * What a part of a line costs, to the cent as the box will say: the k-th part is the rounded sum up to it less the
 * rounded sum before it, so that all parts together are the line.
 */
export function partCents(line: CheckLine, quantity: Milli): Cents {
  const whole = quantityFromWire(line.quantity)
  const before = quantityFromWire(line.paid_quantity)
  const due = fromWire(line.due)
  const upTo = (milli: Milli) => Math.floor((due * milli * 2 + whole) / (whole * 2))
  return upTo(before + quantity) - upTo(before)
}

/** What the choice costs. */
export function selectedCents(selection: Selection, check: Check): Cents {
  return check.lines.reduce((sum, line) => sum + partCents(line, selection.get(line.item_id) ?? 0), 0)
}

/**
 * The request that pays the choice. Whole lines of which nothing is paid are named alone: they can wait on the phone
 * through any change of the order. Parts say which check they were chosen on.
 */
export function payBody(selection: Selection, check: Check, tender: Tender): PayIn {
  const chosen = check.lines.filter((line) => selection.has(line.item_id))
  const areWhole = chosen.every((line) => line.paid_quantity === '0' && selection.get(line.item_id) === unpaidOf(line))
  if (areWhole) return { tender, item_ids: chosen.map((line) => line.item_id) }
  const parts = chosen.map((line) => ({
    item_id: line.item_id,
    quantity: quantityToWire(selection.get(line.item_id) ?? 0),
  }))
  return { tender, rev: check.rev, parts }
}

/** The request that pays an amount off the whole check, an equal part for one. */
export function payAmountBody(cents: Cents, check: Check, tender: Tender): PayIn {
  return { tender, rev: check.rev, amount: toWire(cents) }
}

/** Everything that is left. */
export function everything(check: Check): Selection {
  return check.lines.reduce((all, line) => choose(all, line, fromWire(line.unpaid) > 0 ? unpaidOf(line) : 0), NONE)
}
