import { api, ask } from '@pos/shared/api/client'
import type { Category, Schemas } from '@pos/shared/api/shapes'
import { Dialog } from '@pos/shared/desk/Dialog'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { usePrinters } from '@pos/shared/house/alerts'
import { useT } from '@pos/shared/i18n/translate'
import { Loading } from '@pos/shared/ui/Loading'
import { useState } from 'react'

import { PaperPicture } from '../../house/PaperPicture'
import { Chips } from '../../ui/Chips'
import type { ProductIn } from './draft'
import { useZones } from './menu-data'

interface Props {
  /** As it is typed now, saved or not. */
  dish: ProductIn
  category: Category | undefined
  onClose: () => void
}

/** The dish on a ticket, as the kitchen will read it, from each printer that its zones print on. */
export function DishTicketDialog({ dish, category, onClose }: Props) {
  const t = useT()
  const [chosenId, choose] = useState('')
  const [zones, printers] = [useZones(), usePrinters()]
  const waitsFor = zones.data ? printers : zones
  const zoneIds = dish.zone_ids ?? (category?.printer_zone_id ? [category.printer_zone_id] : [])
  const ids = new Set(
    (zones.data ?? [])
      .filter((zone) => zoneIds.includes(zone.id))
      .flatMap((zone) => [zone.printer_id, ...Object.values(zone.section_printers)]),
  )
  const places = (printers.data ?? []).filter((printer) => printer.is_active && ids.has(printer.id))
  const place = places.find((printer) => printer.id === chosenId) ?? places[0]
  return (
    <Dialog title={t('paper.ofDish', { name: dish.name })} isWide onClose={onClose}>
      <div className="flex flex-col gap-3">
        {!waitsFor.data && <Loading query={waitsFor} skeleton={<ListSkeleton rows={3} />} />}
        {waitsFor.data && !place && <p className="font-semibold">{t('menu.printsNowhere')}</p>}
        {places.length > 1 && place && (
          <Chips label={t('preBill.printer')} value={place.id} onChange={choose} options={places.map((one) => ({ value: one.id, label: one.name }))} />
        )}
        {place && (
          <>
            <p className="text-text-2">{t('paper.from', { printer: place.name })}</p>
            <PaperPicture
              key={place.id}
              paper={['dish', JSON.stringify(dish), place.id]}
              alt={t('paper.ofDish', { name: dish.kitchen_name || dish.name })}
              draw={(signal) => drawn({ ...dish, course: dish.course ?? category?.course ?? null }, place.id, signal)}
            />
          </>
        )}
      </div>
    </Dialog>
  )
}

async function drawn(dish: ProductIn, printerId: string, signal: AbortSignal): Promise<Blob> {
  const params = { path: { printer_id: printerId } }
  const body: Schemas['PreviewIn'] = { kind: 'new', product_ids: [], dish, note: '', language: 'el' }
  return (await ask(api.POST('/api/printers/{printer_id}/preview', { params, body, parseAs: 'blob', signal }))) as Blob
}
