import type { Item, Order } from '@pos/shared/api/shapes'
import { type Milli, quantityFromWire, quantityToWire } from '@pos/shared/quantity'

/** Chosen lines: how much of each, in thousandths. */
export type Selection = ReadonlyMap<number, Milli>

/** A line with so much of it chosen. */
export interface Chosen {
  item: Item
  quantity: Milli
}

/** A line that can still be paid, voided, moved or given away. */
export function isLive(item: Item): boolean {
  return item.status === 'fired' || item.status === 'held'
}

/** How much of a line nobody paid yet. */
export function openQuantity(item: Item): Milli {
  return quantityFromWire(item.quantity) - quantityFromWire(item.paid_quantity)
}

/** The chosen lines that are still there, in the order of the check; never more than is open of each. */
export function chosenOf(order: Order, selection: Selection): Chosen[] {
  return order.rounds
    .flatMap((round) => round.items)
    .filter((item) => selection.has(item.id) && isLive(item))
    .map((item) => ({ item, quantity: Math.min(selection.get(item.id) ?? 0, openQuantity(item)) }))
    .filter((chosen) => chosen.quantity > 0)
}

/** As the box reads it. */
export function partsOf(chosen: readonly Chosen[]): { item_id: number; quantity: string }[] {
  return chosen.map(({ item, quantity }) => ({ item_id: item.id, quantity: quantityToWire(quantity) }))
}

/** Choose a line, or no longer. */
export function toggled(selection: Selection, item: Item): Selection {
  const next = new Map(selection)
  if (!next.delete(item.id)) next.set(item.id, openQuantity(item))
  return next
}

/** Choose another quantity of a line; pieces go by one, weights only whole. */
export function stepped(selection: Selection, item: Item, by: 1 | -1): Selection {
  const quantity = Math.max(1_000, Math.min(openQuantity(item), (selection.get(item.id) ?? 0) + by * 1_000))
  return new Map(selection).set(item.id, quantity)
}
