import { api, ask } from '@pos/shared/api/client'
import type { Printer, Schemas } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { Loading } from '@pos/shared/ui/Loading'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { Fault } from '../../ui/Fault'
import { SaveDialog } from '../../ui/SaveDialog'
import { Field } from '@pos/shared/desk/Field'
import { ListSkeleton } from '@pos/shared/desk/Skeleton'
import { Menu } from '../../ui/Menu'
import { usePrinterAct, useZones } from './printer-data'

type Zone = Schemas['ZoneOut']

/** Where tickets are read, and which printer serves each. */
export function Zones({ printers }: { printers: readonly Printer[] }) {
  const t = useT()
  const named = useNamed()
  const zones = useZones()
  const [edited, edit] = useState<Zone | 'new' | null>(null)
  const act = usePrinterAct()
  return (
    <section className="pt-6">
      <div className="flex items-center gap-2">
        <h2 className="mr-auto text-lg font-semibold">{t('zone.title')}</h2>
        <Button className="shrink-0" onClick={() => edit('new')}>
          <Plus aria-hidden size={20} /> {t('zone.new')}
        </Button>
      </div>
      <Fault error={act.error} />
      {!zones.data && <Loading query={zones} skeleton={<ListSkeleton rows={2} />} />}
      {zones.data?.length === 0 && <p className="py-2 text-text-2">{t('zone.none')}</p>}
      <ul>
        {(zones.data ?? []).map((zone) => (
          <li key={zone.id} className="flex min-h-14 items-center gap-2 border-b border-surface-2">
            <span className="min-w-0 flex-1">
              <b className="font-semibold">{named(zone)}</b>
              <span className="block text-sm text-text-2">{printers.find((one) => one.id === zone.printer_id)?.name ?? t('zone.noPrinter')}</span>
            </span>
            <Menu
              label={t('zone.acts', { name: named(zone) })}
              items={[
                { label: t('menu.edit'), icon: Pencil, onChoose: () => edit(zone) },
                {
                  label: t('zone.remove', { name: zone.name }),
                  icon: Trash2,
                  isDanger: true,
                  onChoose: () => act.mutate(() => ask(api.DELETE('/api/zones/{zone_id}', { params: { path: { zone_id: zone.id } } }))),
                },
              ]}
            />
          </li>
        ))}
      </ul>
      {edited && <ZoneDialog zone={edited === 'new' ? null : edited} onClose={() => edit(null)} />}
    </section>
  )
}

function ZoneDialog({ zone, onClose }: { zone: Zone | null; onClose: () => void }) {
  const t = useT()
  const [id, setId] = useState('')
  const [name, setName] = useState(zone?.name ?? '')
  const [nameEn, setNameEn] = useState(zone?.name_en ?? '')
  const act = usePrinterAct(onClose)
  const isReady = name.trim() !== '' && (zone !== null || id !== '')
  const body = { name: name.trim(), name_en: nameEn.trim() }
  const save = () =>
    act.mutate(() =>
      ask(zone ? api.PUT('/api/zones/{zone_id}', { params: { path: { zone_id: zone.id } }, body }) : api.POST('/api/zones/', { body: { ...body, id } })),
    )
  return (
    <SaveDialog
      title={zone ? zone.name : t('zone.new')}
      isReady={isReady}
      isBusy={act.isPending}
      error={act.error}
      onSave={save}
      onClose={onClose}
    >
      {!zone && <Field label={t('printer.id')} value={id} onChange={(text) => setId(text.toLowerCase())} maxLength={32} hint={t('printer.idHint')} />}
      <Field label={t('menu.name')} value={name} onChange={setName} maxLength={60} />
      <Field label={t('menu.nameEn')} value={nameEn} onChange={setNameEn} maxLength={60} lang="en" />
    </SaveDialog>
  )
}
