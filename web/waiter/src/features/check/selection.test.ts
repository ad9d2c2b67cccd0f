import type { Check, CheckLine } from '@pos/shared/api/shapes'
import { describe, expect, it } from 'vitest'

import { choose, everything, NONE, partCents, payAmountBody, payBody, selectedCents, stillUnpaid, toggle } from './selection'

const line = (id: number, quantity: number, due: string, paid = 0) =>
  ({
    item_id: id,
    quantity: String(quantity),
    due,
    paid_quantity: String(paid),
    unpaid_quantity: String(quantity - paid),
    unpaid: due,
  }) as CheckLine
const beers = line(1, 3, '10.00')
const moussaka = line(2, 1, '11.50')
const check = { rev: 4, lines: [beers, moussaka] } as Check

describe('what is chosen to be paid', () => {
  it('takes the whole line at a tap, and nothing at the next', () => {
    const chosen = toggle(NONE, beers)
    expect(chosen.get(1)).toBe(3000)
    expect(toggle(chosen, beers)).toEqual(NONE)
  })

  it('may be one of three, and never more than is left', () => {
    expect(choose(NONE, beers, 1000).get(1)).toBe(1000)
    expect(choose(NONE, line(1, 3, '10.00', 2), 2000).get(1)).toBe(1000)
  })

  it('costs thirds that add up to the cent', () => {
    const thirds = [0, 1, 2].map((paid) => partCents(line(1, 3, '10.00', paid), 1000))
    expect(thirds).toEqual([333, 334, 333])
    expect(selectedCents(everything(check), check)).toBe(2150)
  })

  it('names whole untouched lines alone, so that paying can wait on the phone', () => {
    expect(payBody(everything(check), check, 'cash')).toEqual({ tender: 'cash', item_ids: [1, 2] })
  })

  it('says which check it saw as soon as a part is chosen', () => {
    const chosen = choose(toggle(NONE, moussaka), beers, 1000)
    expect(payBody(chosen, check, 'card')).toEqual({
      tender: 'card',
      rev: 4,
      parts: [
        { item_id: 1, quantity: '1' },
        { item_id: 2, quantity: '1' },
      ],
    })
    expect(payAmountBody(1075, check, 'cash')).toEqual({ tender: 'cash', rev: 4, amount: '10.75' })
  })

  it('shrinks when a colleague takes money for a part of it', () => {
    const now = { rev: 5, lines: [line(1, 3, '10.00', 2), line(2, 1, '11.50', 1)] } as Check
    expect(stillUnpaid(everything(check), now)).toEqual(new Map([[1, 1000]]))
  })
})
