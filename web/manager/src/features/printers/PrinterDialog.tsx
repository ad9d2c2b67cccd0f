import { api, ask } from '@pos/shared/api/client'
import type { Printer, Schemas } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { useState } from 'react'

import { SaveDialog } from '../../ui/SaveDialog'
import { Field } from '@pos/shared/desk/Field'
import { Select } from '@pos/shared/desk/Select'
import { Switch } from '../../ui/Switch'
import { CapabilityFields } from './CapabilityFields'
import { type Setup, usePrinterAct, useZones } from './printer-data'

interface Props {
  /** Null makes a new one. */
  setup: Setup | null
  /** Where a new one was found. */
  start: { address: string; port: number } | null
  printers: readonly Pick<Printer, 'id' | 'name'>[]
  onClose: () => void
}

/** Where a printer is, what it serves, who stands in for it, and how to speak to it. */
export function PrinterDialog({ setup, start, printers, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  const zones = useZones().data ?? []
  const [id, setId] = useState(setup?.id ?? '')
  const [name, setName] = useState(setup?.name ?? '')
  const [zone, setZone] = useState(setup?.zone_id ?? '')
  const [address, setAddress] = useState(setup?.ip_address ?? start?.address ?? '')
  const [port, setPort] = useState(String(setup?.port ?? start?.port ?? 9100))
  const [isActive, setActive] = useState(setup?.is_active ?? true)
  const [backup, setBackup] = useState(setup?.backup_id ?? '')
  const [after, setAfter] = useState(setup?.takeover_after_s ? String(setup.takeover_after_s) : '')
  const [spoken, setSpoken] = useState<Partial<Schemas['Capabilities']>>(setup?.capabilities ?? {})
  const act = usePrinterAct(onClose)
  const zoneId = zone || (zones[0]?.id ?? '')
  const isReady = name.trim() !== '' && address.trim() !== '' && zoneId !== '' && (setup !== null || /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(id))
  const save = () => {
    const body = {
      name: name.trim(),
      zone_id: zoneId,
      ip_address: address.trim(),
      port: Number(port),
      is_active: isActive,
      capabilities: spoken as Schemas['Capabilities'],
      backup_id: backup || null,
      takeover_after_s: backup && after ? Number(after) : null,
    }
    act.mutate(() =>
      ask(
        setup
          ? api.PUT('/api/printers/{printer_id}', { params: { path: { printer_id: setup.id } }, body })
          : api.POST('/api/printers/', { body: { ...body, id } }),
      ),
    )
  }
  return (
    <SaveDialog
      title={setup ? setup.name : t('printer.new')}
      isReady={isReady}
      isBusy={act.isPending}
      error={act.error}
      onSave={save}
      onClose={onClose}
    >
      <Field label={t('menu.name')} value={name} onChange={setName} maxLength={60} />
      {!setup && <Field label={t('printer.id')} value={id} onChange={(text) => setId(text.toLowerCase())} maxLength={32} hint={t('printer.idHint')} autoCapitalize="none" spellCheck={false} />}
      <Select label={t('printer.zone')} value={zoneId} onChange={setZone} options={zones.map((one) => ({ value: one.id, label: named(one) }))} />
      <div className="grid grid-cols-[1fr_6rem] gap-2">
        <Field label={t('printer.address')} value={address} onChange={setAddress} placeholder="192.168.1.50" inputMode="decimal" />
        <Field label={t('printer.port')} type="number" min={1} max={65535} value={port} onChange={setPort} />
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Select
          label={t('printer.backup')}
          value={backup}
          onChange={setBackup}
          options={[{ value: '', label: t('printer.noBackup') }, ...printers.filter((one) => one.id !== setup?.id).map((one) => ({ value: one.id, label: one.name }))]}
        />
        <Field label={t('printer.takeover')} type="number" min={10} max={3600} value={after} onChange={setAfter} disabled={backup === ''} hint={t('printer.takeoverHint')} />
      </div>
      <Switch label={t('plan.inUse')} isOn={isActive} onChange={setActive} />
      <CapabilityFields spoken={spoken} onChange={setSpoken} />
    </SaveDialog>
  )
}
