import type { Order, Product } from '@pos/shared/api/shapes'
import { describe, expect, it } from 'vitest'

import { changeQuantity, choose, EMPTY, splitOne, tap, toggleOption, toggleRemoved } from './draft'
import { firstFault } from './fault'
import { mustAsk } from './must-ask'
import { draftCents } from './price'
import { quickProducts } from './quick'
import { repeatOfLastRound } from './repeat-round'

const named = (id: number, name: string) => ({ id, name, name_en: '' })
const moussaka = {
  ...named(12, 'Μουσακάς'),
  base_price: '11.50',
  is_available: true,
  unit: 'piece',
  course: 2,
  sort_order: 1,
  sold_recently: 5,
  options: [{ ...named(1, 'φέτα'), extra_cost: '1.50' }],
  ingredients: [{ ...named(2, 'κρεμμύδι'), extra_cost: '0.00' }],
  preference_sets: [],
} as unknown as Product
const chop = {
  ...moussaka,
  ...named(15, 'Μπριζόλα'),
  sold_recently: 9,
  options: [],
  preference_sets: [
    {
      ...named(150, 'ψήσιμο'),
      is_required: true,
      min_choices: 1,
      max_choices: 1,
      default_choice_ids: [],
      default_choice_id: null,
      choices: [
        { ...named(151, 'σενιάν'), price_delta: '0.00' },
        { ...named(152, 'μέτριο'), price_delta: '0.50' },
      ],
    },
  ],
} as unknown as Product
const menu = new Map([moussaka, chop].map((product) => [product.id, product]))
const quantities = (draft: typeof EMPTY) => draft.lines.map((line) => line.quantity)

describe('a draft', () => {
  it('adds one with each tap', () => {
    expect(quantities(tap(tap(EMPTY, moussaka), moussaka))).toEqual([2000])
  })

  it('starts a new line for a dish that was just changed', () => {
    const changed = toggleRemoved(tap(EMPTY, moussaka), 1, 2)
    expect(quantities(tap(changed, moussaka))).toEqual([1000, 1000])
    expect(quantities(tap(tap(changed, moussaka), moussaka))).toEqual([1000, 2000])
  })

  it('applies a chip to the whole line, and takes it back', () => {
    const two = toggleRemoved(tap(tap(EMPTY, moussaka), moussaka), 1, 2)
    expect(two.lines[0]).toMatchObject({ quantity: 2000, removedIds: [2] })
    expect(toggleRemoved(two, 1, 2).lines[0]?.removedIds).toEqual([])
  })

  it('splits one portion off into the strip', () => {
    const split = splitOne(tap(tap(tap(EMPTY, moussaka), moussaka), moussaka), 1)
    expect(quantities(split)).toEqual([2000, 1000])
    expect(split.lastId).toBe(split.lines[1]?.id)
  })

  it('drops a line at zero', () => {
    expect(changeQuantity(tap(EMPTY, moussaka), 1, -1000).lines).toEqual([])
  })

  it('costs base, extras and choices, times quantity', () => {
    const draft = choose(tap(toggleOption(tap(tap(EMPTY, moussaka), moussaka), 1, 1), chop), 2, chop, 152)
    expect(draftCents(draft, menu)).toBe(2 * 1300 + 1200)
  })

  it('stops at the first line that lacks a required choice', () => {
    const draft = tap(tap(EMPTY, moussaka), chop)
    expect(firstFault(draft, menu)?.line.productId).toBe(15)
    const chosen = choose(draft, 2, chop, 151)
    expect(firstFault(chosen, menu)).toBeNull()
    expect(choose(chosen, 2, chop, 152).lines[1]?.choiceIds).toEqual([152])
    expect(choose(chosen, 2, chop, 151).lines[1]?.choiceIds).toEqual([151])
  })

  it('stops at a dish that ran out meanwhile', () => {
    const out = new Map([[12, { ...moussaka, is_available: false }]])
    expect(firstFault(tap(EMPTY, moussaka), out)?.fault.kind).toBe('sold-out')
    expect(firstFault(tap(EMPTY, moussaka), new Map())?.fault.kind).toBe('sold-out')
  })

  it('asks once about very many', () => {
    const draft = tap(EMPTY, moussaka)
    expect(mustAsk(changeQuantity(draft, 1, 19_000))).toBe(false)
    expect(mustAsk(changeQuantity(draft, 1, 20_000))).toBe(true)
  })
})

describe('the Quick page', () => {
  it('begins with the best sellers', () => {
    expect(quickProducts([moussaka, chop], 'Monday').map((product) => product.id)).toEqual([15, 12])
  })

  it('keeps every dish in its place until tomorrow', () => {
    const hit = { ...moussaka, sold_recently: 99 }
    expect(quickProducts([hit, chop], 'Monday').map((product) => product.id)).toEqual([15, 12])
    expect(quickProducts([hit, chop], 'Tuesday').map((product) => product.id)).toEqual([12, 15])
    expect(quickProducts([chop], 'Tuesday').map((product) => product.id)).toEqual([15])
  })
})

describe('the last round once more', () => {
  it('finds what was sold on the menu of today, and leaves out what is gone', () => {
    const sold = { quantity: '2', status: 'fired', note: '', options: [], removed: [{ name: 'κρεμμύδι' }], choices: [] }
    const items = [
      { ...sold, product_id: 12 },
      { ...sold, product_id: 15, removed: [], choices: [{ name: 'μέτριο' }] },
      { ...sold, product_id: 99 },
      { ...sold, product_id: 12, status: 'void' },
    ]
    const order = { rounds: [{ items: [] }, { items }] } as unknown as Order
    expect(repeatOfLastRound(order, menu)).toMatchObject([
      { productId: 12, quantity: 2000, removedIds: [2] },
      { productId: 15, quantity: 2000, choiceIds: [152] },
    ])
  })
})
