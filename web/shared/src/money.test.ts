import { describe, expect, it } from 'vitest'

import { fromTyped, fromWire, moneyText, times, toWire } from './money'
import { quantityFromWire, quantityText, quantityToWire } from './quantity'

describe('money', () => {
  it.each([
    ['0.00', 0],
    ['12.50', 1250],
    ['-0.05', -5],
    ['999999999.99', 99_999_999_999],
  ])('reads %s from the wire and writes it back', (text, cents) => {
    expect(fromWire(text)).toBe(cents)
    expect(toWire(cents)).toBe(text)
  })

  it.each(['12.5', '12', '12,50', '1e3', '', '+1.00', ' 1.00'])('refuses %j', (text) => {
    expect(() => fromWire(text)).toThrow(RangeError)
  })

  it('has no minus zero', () => {
    expect(Object.is(fromWire('-0.00'), 0)).toBe(true)
  })

  it('rounds half a cent up, once per line', () => {
    expect(times(1250, 2000)).toBe(2500)
    expect(times(1111, 450)).toBe(500) // 499.95
    expect(times(1, 500)).toBe(1) // 0.5
    expect(times(1, 499)).toBe(0)
  })

  it('takes what people type, with comma or point', () => {
    expect(fromTyped('12,5')).toBe(1250)
    expect(fromTyped('12.50')).toBe(1250)
    expect(fromTyped(' 7 ')).toBe(700)
    expect(fromTyped('12,505')).toBeNull()
    expect(fromTyped('abc')).toBeNull()
  })

  it('is written as each language writes it', () => {
    expect(moneyText(2750, 'el')).toBe('27,50\u00a0€')
    expect(moneyText(2750, 'en')).toBe('€27.50')
  })
})

describe('quantity', () => {
  it.each([
    ['2', 2000],
    ['0.450', 450],
    ['1.500', 1500],
  ])('reads %s and writes it back', (text, milli) => {
    expect(quantityFromWire(text)).toBe(milli)
    expect(quantityToWire(milli)).toBe(text)
  })

  it('is shown without zeros at its end', () => {
    expect(quantityText(1500, 'el')).toBe('1,5')
    expect(quantityText(1500, 'en')).toBe('1.5')
    expect(quantityText(2000, 'el')).toBe('2')
  })
})
