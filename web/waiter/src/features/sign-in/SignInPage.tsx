import { recall, remember } from '@pos/shared/app-name'
import { errorSentence, Refusal } from '@pos/shared/api/problems'
import { useT } from '@pos/shared/i18n/translate'
import { signIn } from '@pos/shared/session/sign-in'
import { Keypad } from '@pos/shared/ui/Keypad'
import { useCountdown } from '@pos/shared/use-countdown'
import { LogIn } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'

import { LanguageSwitch } from './LanguageSwitch'

/** Longest PIN that the box takes. */
const LONGEST_PIN = 12

interface Props {
  /** Who was signed in when the token ended; their rounds and drafts wait here. */
  endedName: string | null
  /** Rounds still on this phone. */
  waiting: number
  /** What else is to be said here: a new version. */
  children?: ReactNode
}

/** Name and PIN on an own keypad; sends by itself at the length this person's PIN had last time. */
export function SignInPage({ endedName, waiting, children }: Props) {
  const t = useT()
  const nameId = useId()
  const pinId = useId()
  const pinField = useRef<HTMLInputElement>(null)
  const [username, setUsername] = useState(() => recall('last-username') ?? '')
  const [pin, setPin] = useState('')
  const [fault, setFault] = useState('')
  const [isShaking, setShaking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [wait, startWait] = useCountdown()

  const send = async (secret: string) => {
    const name = username.trim()
    if (name === '' || secret === '' || isBusy) return
    setBusy(true)
    setFault('')
    try {
      await signIn(name, secret)
      remember('last-username', name)
      remember(`pin-length.${name.toLowerCase()}`, String(secret.length))
    } catch (error) {
      setPin('')
      setShaking(true)
      setFault(errorSentence(t, error))
      if (error instanceof Refusal && error.status === 429) startWait(error.retryAfterS ?? 30)
      pinField.current?.focus({ preventScroll: true })
    } finally {
      setBusy(false)
    }
  }
  const type = (next: string) => {
    const digits = next.replaceAll(/\D/g, '').slice(0, LONGEST_PIN)
    setPin(digits)
    const usual = Number(recall(`pin-length.${username.trim().toLowerCase()}`) ?? 0)
    if (digits.length === usual && digits.length > pin.length) void send(digits)
  }

  return (
    <main className="mx-auto flex h-dvh max-w-sm flex-col px-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
      <header className="flex items-center justify-between pt-3">
        <h1 className="text-2xl font-bold">{t('signIn.title')}</h1>
        <LanguageSwitch />
      </header>
      <p className="min-h-12 pt-2 text-text-2">
        {endedName === null && t('signIn.hello')}
        {endedName !== null && t('signIn.ended', { name: endedName })}{' '}
        {waiting > 0 && t('shut.safe', { n: waiting })}
      </p>
      {children}
      <form
        className="mt-auto flex flex-col"
        onSubmit={(event) => {
          event.preventDefault()
          void send(pin)
        }}
      >
        <label htmlFor={nameId} className="text-sm text-text-2">
          {t('signIn.name')}
        </label>
        <input
          id={nameId}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="next"
          className="h-12 rounded-md border border-border bg-surface px-3 text-lg"
        />
        <label htmlFor={pinId} className="mt-3 text-sm text-text-2">
          {t('signIn.pin')}
        </label>
        <input
          ref={pinField}
          id={pinId}
          type="password"
          inputMode="none"
          autoComplete="one-time-code"
          value={pin}
          onChange={(event) => type(event.target.value)}
          className={`h-14 rounded-md border border-border bg-surface px-3 text-center text-3xl tracking-[0.4em] ${isShaking ? 'shake' : ''}`}
          onAnimationEnd={() => setShaking(false)}
        />
        <p role="alert" className="flex min-h-12 items-center leading-tight font-semibold text-problem">
          {wait > 0 ? t('signIn.wait', { n: wait }) : fault}
        </p>
        <Keypad
          disabled={isBusy || wait > 0}
          enterDisabled={username.trim() === '' || pin === ''}
          onDigit={(digit) => type(pin + digit)}
          onErase={() => setPin((old) => old.slice(0, -1))}
          onEnter={() => void send(pin)}
          enter={<LogIn aria-hidden />}
          enterLabel={t('signIn.enter')}
        />
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('signIn.enter')}
        </button>
      </form>
    </main>
  )
}
