import { recall, remember } from '@pos/shared/app-name'
import { errorSentence, Refusal } from '@pos/shared/api/problems'
import { useT } from '@pos/shared/i18n/translate'
import { signIn } from '@pos/shared/session/sign-in'
import { Button } from '@pos/shared/ui/Button'
import { useCountdown } from '@pos/shared/use-countdown'
import { LogIn } from 'lucide-react'
import { useRef, useState } from 'react'

import { Field } from '@pos/shared/desk/Field'
import { LanguageButton } from '@pos/shared/desk/LanguageButton'
import { ThemeButton } from '../../ui/ThemeButton'

/** Name and PIN. A wrong one clears the PIN and says so in one line; after too many the wait is counted down. */
export function SignInPage({ endedName }: { endedName: string | null }) {
  const t = useT()
  const pinField = useRef<HTMLInputElement>(null)
  const [username, setUsername] = useState(() => recall('last-username') ?? '')
  const [pin, setPin] = useState('')
  const [fault, setFault] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [wait, startWait] = useCountdown()

  const send = async () => {
    setBusy(true)
    setFault('')
    try {
      await signIn(username.trim(), pin)
      remember('last-username', username.trim())
    } catch (error) {
      setPin('')
      setFault(errorSentence(t, error))
      if (error instanceof Refusal && error.status === 429) startWait(error.retryAfterS ?? 30)
      pinField.current?.focus()
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center px-4 py-6">
      <div className="flex items-center gap-2">
        <h1 className="flex-1 text-2xl font-bold">{t('app.name')}</h1>
        <LanguageButton />
        <ThemeButton />
      </div>
      <p className="min-h-8 pt-1 pb-4 text-text-2">
        {endedName === null ? t('signIn.hello') : t('signIn.ended', { name: endedName })}
      </p>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy && wait === 0 && username.trim() !== '' && pin !== '') void send()
        }}
      >
        <Field
          label={t('signIn.name')}
          value={username}
          onChange={setUsername}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Field
          ref={pinField}
          label={t('signIn.pin')}
          value={pin}
          onChange={(value) => setPin(value.replaceAll(/\D/g, '').slice(0, 12))}
          type="password"
          inputMode="numeric"
          autoComplete="current-password"
        />
        <p role="alert" className="flex min-h-12 items-center leading-tight font-semibold text-problem">
          {wait > 0 ? t('signIn.wait', { n: wait }) : fault}
        </p>
        <Button type="submit" look="main" disabled={isBusy || wait > 0 || username.trim() === '' || pin === ''}>
          <LogIn aria-hidden size={20} /> {t('signIn.enter')}
        </Button>
      </form>
    </main>
  )
}
