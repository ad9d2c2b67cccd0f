import { errorSentence } from '@pos/shared/api/problems'
import { useReach } from '@pos/shared/api/reach'
import type { Table } from '@pos/shared/api/shapes'
import { useTables } from '@pos/shared/house/floor'
import { useOrderAct } from '@pos/shared/house/order-acts'
import { type Key, useT } from '@pos/shared/i18n/translate'
import { useOutbox } from '@pos/shared/outbox/house-outbox'
import { Button } from '@pos/shared/ui/Button'
import { Sheet } from '@pos/shared/ui/Sheet'
import { snack } from '@pos/shared/ui/Snackbar'
import { Handshake, Merge, MoveRight, Receipt, Split, Users } from 'lucide-react'
import { useState } from 'react'

import { CoversPad } from '@pos/shared/ui/CoversPad'
import { TablePicker } from './TablePicker'

interface Props {
  table: Table
  onCheck: () => void
  onSplit: () => void
  /** The guests sit at another table now; its id. */
  onMoved: (tableId: number) => void
  onClose: () => void
}

type Step = 'menu' | 'move' | 'join' | 'covers'

/** Everything that can be done with a table's order as a whole. */
export function TableSheet({ table: shown, onCheck, onSplit, onMoved, onClose }: Props) {
  const t = useT()
  const [step, setStep] = useState<Step>('menu')
  const tables = useTables().data ?? []
  const table = tables.find((one) => one.id === shown.id) ?? shown
  const act = useOrderAct()
  const isDown = useReach((reach) => reach.state === 'down')
  const waits = useOutbox().jobs.some((job) => job.tableId === table.id)
  const { order } = table
  const isMine = order?.is_mine === true
  const why = blockedBecause(isDown, waits)

  if (order && step === 'covers') {
    return (
      <CoversPad
        covers={order.covers}
        onSet={(covers) => act.mutate({ orderId: order.id, what: { act: 'covers', covers } }, { onSuccess: onClose })}
        onClose={onClose}
      />
    )
  }
  if (order && (step === 'move' || step === 'join')) {
    const isMove = step === 'move'
    const others = tables.filter((one) => one.id !== table.id && (isMove ? !one.order && one.is_active : one.order?.is_mine))
    const choose = (to: Table) => {
      const what = isMove
        ? ({ act: 'move', tableId: to.id, rev: order.rev } as const)
        : ({ act: 'join', otherId: to.order?.id ?? 0, rev: order.rev } as const)
      act.mutate(
        { orderId: order.id, what },
        {
          onSuccess: () => {
            snack(t(isMove ? 'table.moved' : 'table.joined', { from: table.label, to: to.label }))
            onMoved(to.id)
          },
        },
      )
    }
    return (
      <TablePicker
        title={t(isMove ? 'table.moveTo' : 'table.joinTo', { label: table.label })}
        tables={others}
        none={t(isMove ? 'table.noneFree' : 'table.noneMine')}
        isBusy={act.isPending}
        error={act.isError ? errorSentence(t, act.error) : ''}
        onPick={choose}
        onClose={onClose}
      />
    )
  }
  return (
    <Sheet title={`${t('tile.table')} ${table.label}`} onClose={onClose}>
      <div className="flex flex-col gap-2">
        {!order && <p className="pb-2 text-text-2">{t('table.isFree')}</p>}
        {order && !isMine && (
          <>
            <p className="pb-1">{t('problem.not-your-order', { owner: order.opened_by.name })}</p>
            <Button
              look="main"
              disabled={act.isPending || isDown}
              onClick={() => act.mutate({ orderId: order.id, what: { act: 'take-over' } })}
            >
              <Handshake aria-hidden size={20} /> {t('table.takeOver')}
            </Button>
          </>
        )}
        {order && isMine && (
          <>
            <Button onClick={onCheck}>
              <Receipt aria-hidden size={20} /> {t('check.title')}
            </Button>
            <Button disabled={isDown} onClick={() => setStep('covers')}>
              <Users aria-hidden size={20} /> {t('order.guests')}: {order.covers ?? '–'}
            </Button>
            <Button disabled={why !== null} onClick={() => setStep('move')}>
              <MoveRight aria-hidden size={20} /> {t('table.move')}
            </Button>
            <Button disabled={why !== null} onClick={() => setStep('join')}>
              <Merge aria-hidden size={20} /> {t('table.join')}
            </Button>
            <Button disabled={why !== null} onClick={onSplit}>
              <Split aria-hidden size={20} /> {t('table.split')}
            </Button>
            {why && <p className="text-text-2">{t(why)}</p>}
          </>
        )}
        {act.isError && (
          <p role="alert" className="font-semibold text-problem">
            {errorSentence(t, act.error)}
          </p>
        )}
      </div>
    </Sheet>
  )
}

function blockedBecause(isDown: boolean, waits: boolean): Key | null {
  if (isDown) return 'table.needsBox'
  return waits ? 'table.needsRounds' : null
}
