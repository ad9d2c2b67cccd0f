import { sseReader } from './sse'

/** No byte for this long means that the stream is dead; the box pings every 15 s. ms. */
export const SILENCE_MS = 35_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5_000

/** A refusing status; `ended` when the box closed the stream; `silent` when there was no answer, or none any more. */
export type Lost = number | 'ended' | 'silent'

/** What a stream of changes needs, and whom it tells. */
export interface LiveWiring {
  url: string
  token: () => string | null
  /** The data of one event. */
  onData: (data: string) => void
  /** The stream is open; whatever happened before it may have been missed. */
  onOpen: () => void
  /** The stream is gone. */
  onLost: (how: Lost, token: string) => void
  fetch?: typeof fetch
  random?: () => number
}

/** A running stream. */
export interface LiveLink {
  /** Open if it should be and is not; without the pause between tries. */
  wake(): void
  /** Close until `wake`. */
  rest(): void
}

/** Server-sent events read with `fetch`, because EventSource cannot send Authorization. Starts resting. */
export function liveLink(wiring: LiveWiring): LiveLink {
  const { onOpen, onLost, random = Math.random } = wiring
  let stream: AbortController | null = null
  let pauseMs = FIRST_PAUSE_MS
  let again: ReturnType<typeof setTimeout> | undefined

  function open(): void {
    clearTimeout(again)
    const token = wiring.token()
    if (stream || token === null) return
    const mine = new AbortController()
    stream = mine
    void read(wiring, token, mine, () => {
      pauseMs = FIRST_PAUSE_MS
      onOpen()
    }).then((how) => {
      if (stream !== mine) return // was closed on purpose
      stream = null
      onLost(how, token)
      again = setTimeout(open, pauseMs * (0.5 + random() / 2))
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    })
  }

  return {
    wake() {
      pauseMs = FIRST_PAUSE_MS
      open()
    },
    rest() {
      clearTimeout(again)
      stream?.abort()
      stream = null
    },
  }
}

/** Reads until the end, 35 s of silence or an abort. */
async function read(wiring: LiveWiring, token: string, mine: AbortController, opened: () => void): Promise<Lost> {
  let silence = setTimeout(() => mine.abort(), SILENCE_MS)
  const heard = () => {
    clearTimeout(silence)
    silence = setTimeout(() => mine.abort(), SILENCE_MS)
  }
  try {
    const answer = await (wiring.fetch ?? fetch)(wiring.url, {
      headers: { Accept: 'text/event-stream', Authorization: `Bearer ${token}` },
      cache: 'no-store',
      signal: mine.signal,
    })
    if (!answer.ok || !answer.body) return answer.status
    opened()
    const text = new TextDecoder()
    const take = sseReader(wiring.onData)
    const pieces = answer.body.getReader()
    for (;;) {
      heard()
      const { done, value } = await pieces.read()
      if (done) return 'ended'
      take(text.decode(value, { stream: true }))
    }
  } catch {
    return 'silent'
  } finally {
    clearTimeout(silence)
  }
}
