import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { liveLink, type Lost, SILENCE_MS } from './live-link'

/** A stream that the test speaks through. */
class Stream {
  private control!: ReadableStreamDefaultController<Uint8Array>
  readonly body = new ReadableStream<Uint8Array>({ start: (control) => void (this.control = control) })
  say(text: string) {
    this.control.enqueue(new TextEncoder().encode(text))
  }
  end() {
    this.control.close()
  }
  break() {
    this.control.error(new Error('cut'))
  }
}

let streams: Stream[]
let heard: string[]
let lost: Lost[]
let opened: number
let status: number

function aLink() {
  return liveLink({
    url: '/api/live',
    token: () => 'token',
    onData: (data) => heard.push(data),
    onOpen: () => (opened += 1),
    onLost: (how) => lost.push(how),
    random: () => 1,
    fetch: (_url, init) => {
      const stream = new Stream()
      streams.push(stream)
      init?.signal?.addEventListener('abort', () => stream.break())
      expect(new Headers(init?.headers).get('Authorization')).toBe('Bearer token')
      return Promise.resolve(new Response(stream.body, { status }))
    },
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  streams = []
  heard = []
  lost = []
  opened = 0
  status = 200
})
afterEach(() => vi.useRealTimers())

describe('the live link', () => {
  it('rests until it is woken, and opens one stream however often', async () => {
    const link = aLink()
    expect(streams).toHaveLength(0)
    link.wake()
    link.wake()
    await vi.advanceTimersByTimeAsync(0)
    expect([streams.length, opened]).toEqual([1, 1])
  })

  it('hears events that arrive in pieces, and no pings', async () => {
    aLink().wake()
    await vi.advanceTimersByTimeAsync(0)
    for (const piece of ['data: {"kind":', '"hello"}\r\n', '\r\n: ping\n\nda', 'ta: b\n\n']) {
      streams[0]?.say(piece)
      await vi.advanceTimersByTimeAsync(0)
    }
    expect(heard).toEqual(['{"kind":"hello"}', 'b'])
  })

  it('comes back half a second after the box closed the stream', async () => {
    aLink().wake()
    await vi.advanceTimersByTimeAsync(0)
    streams[0]?.end()
    await vi.advanceTimersByTimeAsync(499)
    expect([streams.length, lost]).toEqual([1, ['ended']])
    await vi.advanceTimersByTimeAsync(1)
    expect([streams.length, opened]).toEqual([2, 2])
  })

  it('waits twice as long after each failure, 5 s at most', async () => {
    status = 503
    aLink().wake()
    const pauses: number[] = []
    await vi.advanceTimersByTimeAsync(0)
    for (let count = streams.length; pauses.length < 6; count = streams.length) {
      let waited = 0
      while (streams.length === count) {
        await vi.advanceTimersByTimeAsync(100)
        waited += 100
      }
      pauses.push(waited)
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 5000, 5000])
    expect(opened).toBe(0)
  })

  it('drops a stream that is silent for 35 s; a ping is enough to keep it', async () => {
    aLink().wake()
    await vi.advanceTimersByTimeAsync(0)
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1)
    streams[0]?.say(': ping\n\n')
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1)
    expect(lost).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(lost).toEqual(['silent'])
    await vi.advanceTimersByTimeAsync(500)
    expect(streams).toHaveLength(2)
  })

  it('closes when told to rest, and does not come back by itself', async () => {
    const link = aLink()
    link.wake()
    await vi.advanceTimersByTimeAsync(0)
    link.rest()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([streams.length, lost]).toEqual([1, []])
    link.wake()
    await vi.advanceTimersByTimeAsync(0)
    expect(streams).toHaveLength(2)
  })

  it('tells with which status it was refused', async () => {
    status = 401
    aLink().wake()
    await vi.advanceTimersByTimeAsync(0)
    expect(lost).toEqual([401])
  })
})
