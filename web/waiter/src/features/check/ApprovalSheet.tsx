import { errorSentence } from '@pos/shared/api/problems'
import { approvalOf } from '@pos/shared/house/order-acts'
import { useT } from '@pos/shared/i18n/translate'
import { Keypad } from '@pos/shared/ui/Keypad'
import { Sheet } from '@pos/shared/ui/Sheet'
import { Check } from 'lucide-react'
import { useId, useState } from 'react'

/** Longest PIN that the box takes. */
const LONGEST_PIN = 12

/**
 * A request to a manager who stands by: what is asked, and a place for a name and PIN. The token serves for this one
 * act, in the manager's name, and the waiter stays signed in.
 */
export function ApprovalSheet(props: { what: string; onApproved: (token: string) => void; onClose: () => void }) {
  const t = useT()
  const nameId = useId()
  const pinId = useId()
  const [name, setName] = useState('')
  const [pin, setPin] = useState('')
  const [fault, setFault] = useState('')
  const [isBusy, setBusy] = useState(false)

  const approve = async () => {
    setBusy(true)
    setFault('')
    try {
      const { token, user } = await approvalOf(name.trim(), pin)
      if (user.role === 'waiter') setFault(t('problem.managers-only'))
      else props.onApproved(token)
    } catch (error) {
      setFault(errorSentence(t, error))
    } finally {
      setPin('')
      setBusy(false)
    }
  }
  return (
    <Sheet title={t('approve.title')} onClose={props.onClose}>
      <p className="pb-2">{props.what}</p>
      <label htmlFor={nameId} className="text-sm text-text-2">
        {t('approve.name')}
      </label>
      <input
        id={nameId}
        value={name}
        onChange={(event) => setName(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className="h-12 w-full rounded-md border border-border bg-surface px-3 text-lg"
      />
      <label htmlFor={pinId} className="mt-2 block text-sm text-text-2">
        {t('signIn.pin')}
      </label>
      <input
        id={pinId}
        type="password"
        inputMode="none"
        autoComplete="off"
        value={pin}
        onChange={(event) => setPin(event.target.value.replaceAll(/\D/g, '').slice(0, LONGEST_PIN))}
        className="h-12 w-full rounded-md border border-border bg-surface px-3 text-center text-2xl tracking-[0.4em]"
      />
      <p role="alert" className="flex min-h-10 items-center leading-tight font-semibold text-problem">
        {fault}
      </p>
      <Keypad
        disabled={isBusy}
        enterDisabled={name.trim() === '' || pin === ''}
        onDigit={(digit) => setPin((old) => (old + digit).slice(0, LONGEST_PIN))}
        onErase={() => setPin((old) => old.slice(0, -1))}
        onEnter={() => void approve()}
        enter={<Check aria-hidden />}
        enterLabel={t('approve.yes')}
      />
    </Sheet>
  )
}
