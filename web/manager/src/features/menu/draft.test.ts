import { describe, expect, it } from 'vitest'

import { bodyOf, copyOf, deltaOf, emptyExtra, emptyProduct, faultsOf, type ProductDraft } from './draft'

const steak: ProductDraft = {
  ...emptyProduct(3),
  name: ' Μπριζόλα ',
  price: '14,5',
  options: [{ ...emptyExtra(), id: 7, name: 'πατάτες', price: '+2' }],
  questions: [{ key: 'q', id: 9, name: 'ψήσιμο', nameEn: '', min: '1', max: '1', choices: [{ ...emptyExtra(), id: 4, name: 'μέτριο', price: '-0,50', isDefault: true }] }],
}

describe('a product as it is typed', () => {
  it('becomes what the box takes', () => {
    expect(bodyOf(steak)).toMatchObject({
      name: 'Μπριζόλα',
      base_price: '14.50',
      vat_rate_bp: 1300,
      zone_ids: null,
      options: [{ id: 7, extra_cost: '2.00' }],
      preference_sets: [{ id: 9, min_choices: 1, choices: [{ id: 4, price_delta: '-0.50', is_default: true }] }],
    })
  })

  it('takes signs, a comma and nothing at all as a price of an extra', () => {
    expect([deltaOf('-1,5'), deltaOf('+2'), deltaOf(''), deltaOf('abc')]).toEqual(['-1.50', '2.00', '0.00', null])
  })

  it('names the parts that keep it from being saved', () => {
    expect(faultsOf(steak)).toEqual({})
    expect(faultsOf({ ...steak, name: ' ', price: 'x', vat: '101' })).toEqual({ name: true, price: true, vat: true })
    expect(faultsOf({ ...steak, options: [emptyExtra()] })).toEqual({ options: true })
    const more = steak.questions.map((set) => ({ ...set, min: '2', max: '2' }))
    expect(faultsOf({ ...steak, questions: more })).toEqual({ questions: true })
  })

  it('is copied without anything that the box knows of the first', () => {
    const copy = bodyOf(copyOf(steak, 'Μπριζόλα (2)'))
    expect([copy.name, copy.options?.[0]?.id, copy.preference_sets?.[0]?.id, copy.preference_sets?.[0]?.choices[0]?.id]).toEqual(['Μπριζόλα (2)', null, null, null])
  })
})
