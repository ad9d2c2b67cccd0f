import { errorSentence, Refusal } from '@pos/shared/api/problems'
import { type OrderAct, useOrderAct } from '@pos/shared/house/order-acts'
import { useT } from '@pos/shared/i18n/translate'
import { useState } from 'react'

/** Refusals that a manager who stands by can lift. */
const LIFTED = new Set(['managers-only', 'not-allowed'])

/**
 * Acts on one order that may need a manager: tried in the waiter's own name first, for the house decides who may. When
 * the box says "managers only", `asks` holds the act until somebody approves it or closes the sheet.
 */
export function useGuardedAct(orderId: number, onDone: () => void) {
  const t = useT()
  const act = useOrderAct()
  const [asks, setAsks] = useState<OrderAct | null>(null)
  const run = (what: OrderAct, approval?: string) =>
    act.mutate(
      { orderId, what, approval },
      {
        onSuccess: () => {
          setAsks(null)
          onDone()
        },
        onError: (error) => {
          const lifts = approval === undefined && error instanceof Refusal && LIFTED.has(error.problem?.code ?? '')
          setAsks(lifts ? what : null)
        },
      },
    )
  return {
    run: (what: OrderAct) => run(what),
    approve: (token: string) => asks && run(asks, token),
    asks,
    drop: () => {
      setAsks(null)
      act.reset()
    },
    isBusy: act.isPending,
    error: act.isError && asks === null ? errorSentence(t, act.error) : '',
  }
}
