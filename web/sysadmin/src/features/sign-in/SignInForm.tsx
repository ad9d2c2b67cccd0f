import { Refusal } from '@pos/shared/api/problems'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { useCountdown } from '@pos/shared/use-countdown'
import { LogIn } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { ask, cloud } from '../../cloud/client'
import { cloudSentence } from '../../cloud/sentence'
import { beginSession, forgetSession, useSession } from '../../cloud/session'
import { Field } from '@pos/shared/desk/Field'

/** The form itself; `isAgain` when a session ended and its page waits underneath. */
export function SignInForm({ isAgain = false }: { isAgain?: boolean }) {
  const t = useT()
  const known = useSession((session) => session.username)
  const passwordField = useRef<HTMLInputElement>(null)
  const [username, setUsername] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [wait, startWait] = useCountdown()
  useEffect(() => {
    if (isAgain) passwordField.current?.focus()
  }, [isAgain])

  const send = async () => {
    setBusy(true)
    setFault('')
    try {
      beginSession(await ask(cloud.POST('/api/auth/login', { body: { username: username.trim(), password } })))
    } catch (error) {
      setPassword('')
      setFault(cloudSentence(t, error))
      if (error instanceof Refusal && error.status === 429) startWait(error.retryAfterS ?? 30)
      passwordField.current?.focus()
    } finally {
      setBusy(false)
    }
  }
  const isReady = !isBusy && wait === 0 && username.trim() !== '' && password !== ''
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) void send()
      }}
    >
      <h1 id="sign-in-title" className="text-2xl font-bold">
        {isAgain ? t('entry.again') : t('entry.title')}
      </h1>
      {isAgain && <p className="text-text-2">{t('entry.kept')}</p>}
      <Field
        label={t('entry.user')}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        readOnly={isAgain}
      />
      <Field
        ref={passwordField}
        label={t('entry.password')}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
      />
      <p role="alert" className="flex min-h-12 items-center leading-tight font-semibold text-problem">
        {wait > 0 ? t('entry.waitSeconds', { n: wait }) : fault}
      </p>
      <Button type="submit" look="main" disabled={!isReady}>
        <LogIn aria-hidden size={20} /> {t('entry.go')}
      </Button>
      {isAgain && <Button onClick={forgetSession}>{t('entry.other')}</Button>}
    </form>
  )
}
