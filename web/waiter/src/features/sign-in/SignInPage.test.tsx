import { useSession } from '@pos/shared/session/session'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { SignInPage } from './SignInPage'

const session = {
  access_token: 'a-token',
  token_type: 'bearer',
  expires_at: '2026-11-23T20:00:00Z',
  user: { id: 1, username: 'nikos', name: 'Νίκος', initials: 'Νί', role: 'waiter' },
}
const json = (status: number, body: unknown, headers = {}) =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } }))
let sent: { username: string; pin: string }[]

function theBoxAnswers(answer: () => Promise<Response>) {
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push((await request.json()) as (typeof sent)[number])
    return answer()
  })
}
const press = (keys: string) => {
  for (const key of keys) fireEvent.click(screen.getByRole('button', { name: key }))
}
const pin = () => screen.getByLabelText<HTMLInputElement>('PIN')

beforeEach(() => {
  sent = []
  localStorage.clear()
  useSession.setState({ token: null, user: null, expiresAt: null })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('sign-in', () => {
  it('sends by itself at the length the PIN had last time, and remembers who it was', async () => {
    theBoxAnswers(() => json(200, session))
    render(<SignInPage endedName={null} waiting={0} />)
    fireEvent.change(screen.getByLabelText('Όνομα χρήστη'), { target: { value: 'nikos' } })
    press('1234')
    expect(sent).toEqual([])
    fireEvent.click(screen.getByRole('button', { name: 'Σύνδεση' }))
    await waitFor(() => expect(useSession.getState().token).toBe('a-token'))
    cleanup()

    render(<SignInPage endedName={null} waiting={0} />)
    expect(screen.getByLabelText<HTMLInputElement>('Όνομα χρήστη').value).toBe('nikos')
    press('1234')
    await waitFor(() => expect(sent).toHaveLength(2))
    expect(sent[1]).toEqual({ username: 'nikos', pin: '1234' })
  })

  it('clears a wrong PIN and says so in one line', async () => {
    theBoxAnswers(() => json(401, { code: 'invalid-credentials', hint: 'x' }))
    render(<SignInPage endedName={null} waiting={0} />)
    fireEvent.change(screen.getByLabelText('Όνομα χρήστη'), { target: { value: 'nikos' } })
    fireEvent.change(pin(), { target: { value: '1111' } })
    fireEvent.click(screen.getByRole('button', { name: 'Σύνδεση' }))
    await screen.findByText('Λάθος όνομα ή PIN.')
    expect(pin().value).toBe('')
  })

  it('counts down after too many tries', async () => {
    theBoxAnswers(() => json(429, { code: 'too-many-tries', hint: 'x' }, { 'Retry-After': '12' }))
    render(<SignInPage endedName={null} waiting={0} />)
    fireEvent.change(screen.getByLabelText('Όνομα χρήστη'), { target: { value: 'nikos' } })
    fireEvent.change(pin(), { target: { value: '1111' } })
    fireEvent.click(screen.getByRole('button', { name: 'Σύνδεση' }))
    await screen.findByText('Πολλές προσπάθειες. Ξανά σε 12 δευτερόλεπτα.')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: '1' }).disabled).toBe(true)
  })
})
