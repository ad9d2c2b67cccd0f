import { beforeAll, describe, expect, it } from 'vitest'

import { addGreek, setLanguage } from '../i18n/language'
import { t } from '../i18n/translate'
import { errorSentence, type Problem, problemSentence, Refusal, Unreachable } from './problems'

const problem = (facts: Partial<Problem>): Problem => ({
  code: 'conflict',
  title: 'x',
  status: 409,
  detail: 'In English.',
  hint: 'Do this.',
  correlation_id: '0',
  ...facts,
})

beforeAll(async () => {
  await setLanguage('el')
  addGreek({
    'problem.order-changed': 'Άλλαξε.',
    'problem.order-changed.by': '{who}: {what}, {at}.',
    'change.payment_taken': 'πληρωμή',
  })
})

describe('what a person is told about a refusal', () => {
  it('names who did what and when, of several changes the latest', () => {
    const changes = [
      { who: 'Μαρία', what: 'payment_taken', at: '2026-11-26T21:04:11' },
      { who: 'Νίκος', what: 'round_fired', at: '2026-11-26T21:01:00' },
    ]
    expect(problemSentence(t, problem({ code: 'order-changed', changes }))).toBe('Μαρία: πληρωμή, 21:04.')
  })

  it('has a sentence when nobody is named', () => {
    expect(problemSentence(t, problem({ code: 'order-changed', changes: [] }))).toBe('Άλλαξε.')
  })

  it("gives the box's own hint for a code of a newer box, never a code alone", () => {
    expect(problemSentence(t, problem({ code: 'of-tomorrow' }))).toBe('Do this.')
    expect(problemSentence(t, problem({ code: 'of-tomorrow', hint: '' }))).toBe('In English.')
    expect(problemSentence(t, null)).toBe(t('problem.unknown'))
  })

  it('tells a silent box from a refusing one', () => {
    expect(errorSentence(t, new Unreachable('x'))).toBe(t('problem.unreachable'))
    expect(errorSentence(t, new Refusal(401, problem({ code: 'invalid-credentials' }), null))).toBe('Λάθος όνομα ή PIN.')
  })
})
