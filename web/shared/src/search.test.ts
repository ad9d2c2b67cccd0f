import { describe, expect, it } from 'vitest'

import { fold, matches } from './search'

describe('search', () => {
  it('folds accents, capitals and final ς', () => {
    expect(fold('ΜΟΥΣΑΚΆΣ')).toBe(fold('μουσακας'))
    expect(fold('Ταΐζω')).toBe('ταιζω')
  })

  it.each([
    ['μουσακας', 'Μουσακάς'],
    ['ΚΟΤΟΣ', 'κότος'],
    ['mousakas', 'Μουσακάς'],
    ['musakas', 'Μουσακάς'],
    ['xoriatiki', 'Χωριάτικη'],
    ['horiatikh', 'Χωριάτικη'],
    ['choriatiki', 'Χωριάτικη'],
    ['tzatziki', 'Τζατζίκι'],
    ['mpira', 'Μπίρα'],
    ['bira', 'Μπύρα'],
    ['3ifias', 'Ξιφίας'],
    ['xifias', 'Ξιφίας'],
    ['8alassina', 'Θαλασσινά'],
    ['thalas', 'Θαλασσινά'],
    ['psari', 'Ψάρι'],
    ['ayga', 'Αυγά'],
    ['avga', 'Αυγά'],
    ['vodino', 'Βοδινό'],
    ['bodino', 'Βοδινό'],
    ['ntolma', 'Ντολμαδάκια'],
    ['dolma', 'Ντολμαδάκια'],
    ['cola', 'Coca-Cola'],
    ['κοκα', 'Coca-Cola'],
    ['500', 'Μύθος 500ml'],
    ['', 'anything'],
  ])('%j finds %s', (query, dish) => {
    expect(matches(query, dish)).toBe(true)
  })

  it.each([
    ['mousaka', 'Παστίτσιο'],
    ['χωρ', 'Μουσακάς'],
    ['600', 'Μύθος 500ml'],
  ])('%j does not find %s', (query, dish) => {
    expect(matches(query, dish)).toBe(false)
  })
})
