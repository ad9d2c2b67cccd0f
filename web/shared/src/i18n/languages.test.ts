import { describe, expect, it } from 'vitest'

import el from './el.json'
import en from './en.json'
import { sentence } from './translate'

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((hole) => hole[1]).toSorted()

describe('the two languages', () => {
  it('have the same keys, in order', () => {
    expect(Object.keys(en)).toEqual(Object.keys(el))
    expect(Object.keys(el)).toEqual(Object.keys(el).toSorted())
  })

  it.each(Object.keys(el) as (keyof typeof el)[])('fill the same holes in %s', (key) => {
    const plural = key.replace(/_one$/, '_other') as keyof typeof el
    expect(holes(en[key]).filter((hole) => hole !== 'n')).toEqual(holes(el[key]).filter((hole) => hole !== 'n'))
    expect(plural in el).toBe(true)
  })

  it('leave no sentence empty', () => {
    for (const text of [...Object.values(el), ...Object.values(en)]) expect(text.trim()).not.toBe('')
  })
})

describe('sentences', () => {
  it('choose the plural by the rules of their language', () => {
    expect(sentence(el, 'el', 'order.items', { n: 1 })).toBe('1 είδος')
    expect(sentence(el, 'el', 'order.items', { n: 3 })).toBe('3 είδη')
    expect(sentence(en, 'en', 'order.items', { n: 0 })).toBe('0 items')
  })

  it('show a missing key rather than nothing', () => {
    expect(sentence(el, 'el', 'no.such.key')).toBe('no.such.key')
  })
})
