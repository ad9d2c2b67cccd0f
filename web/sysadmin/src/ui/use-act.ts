import { useState } from 'react'

import { useLookAgain } from '../cloud/queries'

/** One act of a person: `run` does it and looks again at every page; what came back is kept nowhere. */
export function useAct<Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>, onDone?: (result: Result) => void) {
  const lookAgain = useLookAgain()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async (...args: Args) => {
    if (isBusy) return
    setBusy(true)
    setError(null)
    try {
      const result = await act(...args)
      onDone?.(result)
      await lookAgain()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return { run, isBusy, error }
}
