import { useT } from '@pos/shared/i18n/translate'

import { LanguageButton } from '@pos/shared/desk/LanguageButton'
import { SignInForm } from './SignInForm'

/** Name and password. */
export function SignInPage() {
  const t = useT()
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center px-4 py-6">
      <div className="mb-6 flex items-center gap-2">
        <p className="flex-1 text-xl font-semibold text-accent">{t('console.name')}</p>
        <LanguageButton />
      </div>
      <SignInForm />
    </main>
  )
}
