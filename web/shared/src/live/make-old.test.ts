import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'

import { makeOld } from './make-old'

/** A screen that shows `['order', 7]`, and a box that answers when the test says so. */
function aScreen() {
  const queries = new QueryClient()
  const answers: ((custody: string) => void)[] = []
  const observer = new QueryObserver(queries, {
    queryKey: ['order', 7],
    queryFn: () => new Promise<string>((answer) => answers.push(answer)),
  })
  observer.subscribe(() => undefined)
  const settled = () => new Promise((done) => setTimeout(done))
  return { queries, answers, settled, shown: () => observer.getCurrentResult().data }
}

it('asks once more when a change is heard while the first answer is on its way', async () => {
  const { queries, answers, settled, shown } = aScreen()
  makeOld(queries, 'order')
  makeOld(queries, 'order')
  expect(answers).toHaveLength(1)
  answers[0]!('received')
  await settled()
  expect(shown()).toBe('received')
  answers.at(-1)!('on_paper')
  await settled()
  expect(shown()).toBe('on_paper')
})

it('asks anew at once where there is an answer, and leaves other screens alone', async () => {
  const { queries, answers, settled, shown } = aScreen()
  answers[0]!('received')
  await settled()
  makeOld(queries, 'tables')
  expect(answers).toHaveLength(1)
  makeOld(queries, 'order')
  expect(answers).toHaveLength(2)
  answers[1]!('on_paper')
  await settled()
  expect(shown()).toBe('on_paper')
})
