import { beforeAll, describe, expect, it } from 'vitest'

import el from '../i18n/el.json'
import { setLanguage } from '../i18n/language'
import { t } from '../i18n/translate'
import { shutContact, shutReason } from './shut-words'

const said = { code: 'x', title: 'x', status: 402, detail: 'In English.', hint: '', correlation_id: '0' }

beforeAll(() => setLanguage('el'))

describe('why the house is shut', () => {
  it('is our sentence for the cause of a licence that is over, and the box\'s for one that we do not know', () => {
    expect(shutReason(t, { status: 402, problem: { ...said, cause: 'offline_too_long' } })).toBe(el['shut.cause.offline_too_long'])
    expect(shutReason(t, { status: 402, problem: { ...said, cause: 'newer than this app' } })).toBe('In English.')
  })

  it("is the vendor's own sentence for a lock, and says whom to call", () => {
    const locked = { ...said, status: 423, cause: 'locked', lock_reason: 'Εκκρεμεί λογαριασμός.', call: '210 1234567' }
    expect(shutReason(t, { status: 423, problem: locked })).toBe('Εκκρεμεί λογαριασμός.')
    expect(shutContact(t, { status: 423, problem: locked })).toBe('210 1234567')
    expect(shutContact(t, { status: 423, problem: { ...locked, call: 'whoever sold you this system' } })).toBe(el['shut.seller'])
    expect(shutContact(t, { status: 402, problem: null })).toBe('')
  })
})
