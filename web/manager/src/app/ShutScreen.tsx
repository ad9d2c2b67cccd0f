import type { Shut } from '@pos/shared/api/gate'
import { shutContact, shutReason } from '@pos/shared/api/shut-words'
import { useT } from '@pos/shared/i18n/translate'
import { useWaitForOpening } from '@pos/shared/session/wait-for-opening'
import { Moon } from 'lucide-react'

/** The house may not work now: why, and that it resumes by itself. */
export function ShutScreen({ shut }: { shut: Shut }) {
  const t = useT()
  useWaitForOpening()
  const reason = shutReason(t, shut)
  const contact = shutContact(t, shut)
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6 py-10">
      <Moon aria-hidden size={40} className="text-text-2" />
      <h1 className="text-2xl font-bold">{shut.status === 423 ? t('shut.locked') : t('shut.unlicensed')}</h1>
      {reason !== '' && <p className="text-lg">{reason}</p>}
      {contact !== '' && <p className="text-lg">{t('shut.call', { who: contact })}</p>}
      <p className="text-text-2">{t('app.shutKept')}</p>
      <p className="text-text-2">{t('shut.resumes')}</p>
    </main>
  )
}
