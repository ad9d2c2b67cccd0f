import type { Item, Order, Round } from '@pos/shared/api/shapes'
import { usePrinters, useTicketAct } from '@pos/shared/house/alerts'
import { reasonSentence } from '@pos/shared/house/reasons'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { fromWire } from '@pos/shared/money'
import { quantityFromWire, quantityText } from '@pos/shared/quantity'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { PrintMark } from '@pos/shared/ui/PrintMark'
import { Minus, Plus, Printer, Shuffle } from 'lucide-react'

import { Fault } from '../../ui/Fault'
import { clockText } from '../../ui/times'
import { isLive, openQuantity, type Selection, stepped, toggled } from './selection'

interface Props {
  order: Order
  selection: Selection
  onSelect: (selection: Selection) => void
}

/** The rounds of an order: when, where their paper is, and lines to choose. */
export function OrderLines({ order, selection, onSelect }: Props) {
  return (
    <ol className="flex flex-col gap-4">
      {order.rounds.map((round) => (
        <li key={round.id}>
          <RoundHead round={round} />
          <ul>
            {round.items.map((item) => (
              <Line key={item.id} item={item} selection={selection} onSelect={onSelect} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function RoundHead({ round }: { round: Round }) {
  const t = useT()
  const named = useNamed()
  const act = useTicketAct()
  const printers = usePrinters().data ?? []
  return (
    <header className="flex flex-col gap-1 pb-1">
      <p className="text-sm text-text-2">
        <span className="tabular-nums">{clockText(round.fired_at)}</span> · {round.fired_by.name}
      </p>
      {round.tickets.map((ticket) => (
        <div key={ticket.job_id}>
          <PrintMark place={ticket.custody} zoneId={ticket.zone_id} zone={named({ name: ticket.zone_name, name_en: ticket.zone_name_en })} />
          {(ticket.custody === 'failed' || ticket.custody === 'unknown') && (
            <div className="flex flex-wrap items-center gap-2 py-1">
              <p className="w-full text-sm font-semibold">{reasonSentence(t, ticket.reason, ticket.printer_name)}</p>
              <Button disabled={act.isPending} onClick={() => act.mutate({ act: 'again', jobId: ticket.job_id })}>
                <Printer aria-hidden size={20} /> {t('floor.again')}
              </Button>
              {printers
                .filter((printer) => printer.is_active && printer.id !== ticket.printer_id)
                .map((printer) => (
                  <Button key={printer.id} disabled={act.isPending} onClick={() => act.mutate({ act: 'divert', jobId: ticket.job_id, printerId: printer.id })}>
                    <Shuffle aria-hidden size={20} /> {t('ticket.divert', { printer: printer.name })}
                  </Button>
                ))}
              <Fault error={act.error} />
            </div>
          )}
        </div>
      ))}
    </header>
  )
}

function Line({ item, selection, onSelect }: { item: Item; selection: Selection; onSelect: (selection: Selection) => void }) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const chosen = selection.get(item.id)
  const open = openQuantity(item)
  const canChoose = isLive(item) && open > 0
  const details = [
    ...item.choices.map((choice) => named(choice)),
    ...item.options.map((option) => `+ ${named(option)}`),
    ...item.removed.map((gone) => t('order.without', { name: named(gone) })),
    item.note,
  ].filter(Boolean)
  const words = [
    item.status === 'void' && t('item.void'),
    item.status === 'held' && t('item.held'),
    item.status === 'paid' && t('item.paid'),
    item.is_comped && t('floor.comped'),
    quantityFromWire(item.paid_quantity) > 0 && item.status !== 'paid' && t('floor.partPaid', { quantity: quantityText(quantityFromWire(item.paid_quantity), language) }),
  ].filter(Boolean)
  const isGone = item.status === 'void'
  return (
    <li className="flex flex-wrap items-center border-t border-surface-2" data-item={item.id}>
      <label className={`flex min-h-12 min-w-0 flex-1 basis-full items-center gap-2 py-1 ${canChoose ? 'cursor-pointer' : ''}`}>
        <input
          type="checkbox"
          className="size-6 shrink-0 accent-(--accent)"
          checked={chosen !== undefined && canChoose}
          disabled={!canChoose}
          onChange={() => onSelect(toggled(selection, item))}
        />
        <span className="min-w-0 flex-1 leading-tight">
          <span className={isGone ? 'text-text-2 line-through' : ''}>
            <b className="font-semibold tabular-nums">{quantityText(quantityFromWire(item.quantity), language)}</b> {named(item)}
          </span>
          {details.length > 0 && <span className="block text-sm text-text-2">{details.join(', ')}</span>}
          {words.length > 0 && <span className="block text-sm font-semibold text-text-2">{words.join(' · ')}</span>}
        </span>
        <Money cents={fromWire(item.due)} className={isGone ? 'text-text-2 line-through' : ''} />
      </label>
      {chosen !== undefined && canChoose && open > 1_000 && item.unit === 'piece' && (
        <span className="flex w-full items-center justify-end gap-1 pb-1" role="group" aria-label={t('order.quantity')}>
          <Button aria-label={t('order.less')} disabled={chosen <= 1_000} onClick={() => onSelect(stepped(selection, item, -1))}>
            <Minus aria-hidden size={20} />
          </Button>
          <span className="min-w-20 text-center tabular-nums">
            {t('floor.soMuchOf', { n: quantityText(chosen, language), all: quantityText(open, language) })}
          </span>
          <Button aria-label={t('order.more')} disabled={chosen >= open} onClick={() => onSelect(stepped(selection, item, 1))}>
            <Plus aria-hidden size={20} />
          </Button>
        </span>
      )}
    </li>
  )
}
