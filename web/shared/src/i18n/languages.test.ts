/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import el from './el.json'
import en from './en.json'
import { sentence } from './translate'

type WordFile = Record<string, string>
const read = (path: string): WordFile => JSON.parse(readFileSync(path, 'utf8'))
const COMMON = 'shared/src/i18n/el.json'
const files = [COMMON, ...readdirSync('.').map((app) => `${app}/src/words/el.json`).filter((path) => existsSync(path))]
const holes = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map((hole) => hole[1]).toSorted()

describe.each(files)('%s and its English', (path) => {
  const greek = read(path)
  const english = read(path.replace(/el\.json$/, 'en.json'))

  it('have the same keys, in order', () => {
    expect(Object.keys(english)).toEqual(Object.keys(greek))
    expect(Object.keys(greek)).toEqual(Object.keys(greek).toSorted())
  })

  it('fill the same holes, and have both forms of a plural', () => {
    for (const key of Object.keys(greek)) {
      expect(holes(english[key]).filter((hole) => hole !== 'n'), key).toEqual(holes(greek[key]).filter((hole) => hole !== 'n'))
      expect(key.replace(/_one$/, '_other') in greek, key).toBe(true)
    }
  })

  it('leave no sentence empty', () => {
    for (const text of [...Object.values(greek), ...Object.values(english)]) expect(text.trim()).not.toBe('')
  })

  it('say nothing again that all apps share', () => {
    if (path === COMMON) return
    expect(Object.keys(greek).filter((key) => key in el)).toEqual([])
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
