import 'fake-indexeddb/auto'

import { QueryClient } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'

import { phoneStore } from '../outbox/phone-store'
import { keepHouse, recallHouse } from './keep'

it('keeps floor, menu and courses apart, with the age they had', async () => {
  const phone = phoneStore('keep')
  const first = new QueryClient()
  const stop = keepHouse(first, phone)
  first.setQueryData(['menu'], { products: [1] }, { updatedAt: 1_000 })
  first.setQueryData(['courses'], [{ number: 1 }], { updatedAt: 2_000 })
  first.setQueryData(['menu', 'of another shape'], 'x')
  first.setQueryData(['order', 5], { id: 5 })
  await vi.waitUntil(async () => (await phone.kept('courses')) !== undefined)
  stop()

  const next = new QueryClient()
  await recallHouse(next, phone)
  expect(next.getQueryData(['menu'])).toEqual({ products: [1] })
  expect(next.getQueryState(['menu'])?.dataUpdatedAt).toBe(1_000)
  expect(next.getQueryData(['courses'])).toEqual([{ number: 1 }])
  expect(next.getQueryData(['order', 5])).toBeUndefined()
})
