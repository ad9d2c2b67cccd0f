import type { LineIn, Product } from '@pos/shared/api/shapes'
import { outbox } from '@pos/shared/outbox/house-outbox'
import type { RoundJob, Shown } from '@pos/shared/outbox/job'
import { quantityFromWire, quantityToWire } from '@pos/shared/quantity'
import { useSession } from '@pos/shared/session/session'

import type { Draft, DraftLine } from './draft'
import { draftKey, draftSent, keepDraft } from './draft-store'
import { lineWords } from './line-words'
import { draftCents, lineCents } from './price'

type Named = { name: string; name_en: string }

/**
 * Hand a draft to the outbox: stored on this phone first, sent after. Resolves once it is stored.
 * Throws when the phone can't store it (disk full, storage refused); the draft then stays.
 */
export async function sendRound(
  table: { id: number; label: string },
  draft: Draft,
  products: ReadonlyMap<number, Product>,
  named: (thing: Named) => string,
): Promise<void> {
  const { user } = useSession.getState()
  if (!user) throw new Error('Nobody is signed in.')
  const key = draftKey(user.id, table.id)
  const lines = draft.lines.map(lineIn)
  const covers = draft.covers === null ? {} : { covers: draft.covers }
  const guests = draft.orderId === null ? {} : { order_id: draft.orderId }
  const body = { lines, ...covers, ...guests }
  const command = { kind: 'round' as const, tableId: table.id, body }
  const shown = shownOf(draft, products, named, table.label, user.name)
  draftSent(key) // before the wait: a second tap on Send finds nothing, a tap on a dish starts the next round
  try {
    await outbox().add({ userId: user.id, tableId: table.id, command, shown }, key)
  } catch (error) {
    keepDraft(key, draft)
    throw error
  }
  navigator.vibrate?.([20, 40, 20])
}

/** The lines of a job that the box refused, to be changed and sent anew. */
export function linesOfJob(job: RoundJob): Omit<DraftLine, 'id'>[] {
  return job.command.body.lines.map((line, place) => ({
    productId: line.product_id,
    name: job.shown.lines[place]?.name ?? '',
    quantity: quantityFromWire(line.quantity ?? '1'),
    optionIds: line.option_ids ?? [],
    removedIds: line.removed_ingredient_ids ?? [],
    choiceIds: line.choice_ids ?? [],
    note: line.note ?? '',
    course: line.course ?? null,
    hold: line.hold ?? false,
  }))
}

function lineIn(line: DraftLine): LineIn {
  return {
    product_id: line.productId,
    quantity: quantityToWire(line.quantity),
    option_ids: line.optionIds,
    removed_ingredient_ids: line.removedIds,
    choice_ids: line.choiceIds,
    note: line.note,
    course: line.course,
    hold: line.hold,
  }
}

function shownOf(
  draft: Draft,
  products: ReadonlyMap<number, Product>,
  named: (thing: Named) => string,
  tableLabel: string,
  waiterName: string,
): Shown {
  return {
    tableLabel,
    waiterName,
    totalCents: draftCents(draft, products),
    lines: draft.lines.map((line) => {
      const product = products.get(line.productId)
      return {
        quantity: quantityToWire(line.quantity),
        name: product ? named(product) : line.name,
        detail: lineWords(line, product, named),
        cents: lineCents(line, product),
      }
    }),
  }
}
