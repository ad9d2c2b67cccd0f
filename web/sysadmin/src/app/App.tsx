import { RouterProvider } from '@tanstack/react-router'

import { useSession } from '../cloud/session'
import { SignInForm } from '../features/sign-in/SignInForm'
import { SignInPage } from '../features/sign-in/SignInPage'
import { router } from './router'

/** The console. A session that ends leaves the page where it is, under a sign-in: what was typed stays. */
export function App() {
  const { token, username } = useSession()
  if (token === null && username === null) return <SignInPage />
  return (
    <>
      <div inert={token === null} aria-hidden={token === null}>
        <RouterProvider router={router} />
      </div>
      {token === null && <SignInAgain />}
    </>
  )
}

function SignInAgain() {
  return (
    <div className="fixed inset-0 z-50 flex items-center justify-center bg-[#000c] p-4">
      <div role="dialog" aria-modal="true" aria-labelledby="sign-in-title" className="w-full max-w-sm rounded-md bg-bg p-6">
        <SignInForm isAgain />
      </div>
    </div>
  )
}
