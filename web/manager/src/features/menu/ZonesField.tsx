import { useNamed, useT } from '@pos/shared/i18n/translate'

import { useZones } from './menu-data'

/** Where tickets of the product are read: as its category says, or in zones of its own (none prints nowhere). */
export function ZonesField({ zoneIds, onChange }: { zoneIds: string[] | null; onChange: (zoneIds: string[] | null) => void }) {
  const t = useT()
  const named = useNamed()
  const zones = useZones().data ?? []
  const box = (label: string, isOn: boolean, onTap: () => void) => (
    <label key={label} className="flex min-h-12 items-center gap-2">
      <input type="checkbox" className="size-6 accent-(--accent)" checked={isOn} onChange={onTap} />
      {label}
    </label>
  )
  return (
    <fieldset>
      <legend className="text-sm text-text-2">{t('menu.printsAt')}</legend>
      <div className="flex flex-wrap gap-x-4">
        {box(t('menu.asCategory'), zoneIds === null, () => onChange(zoneIds === null ? [] : null))}
        {zoneIds !== null &&
          zones.map((zone) =>
            box(named(zone), zoneIds.includes(zone.id), () =>
              onChange(zoneIds.includes(zone.id) ? zoneIds.filter((id) => id !== zone.id) : [...zoneIds, zone.id]),
            ),
          )}
      </div>
      {zoneIds?.length === 0 && <p className="text-sm font-semibold">{t('menu.printsNowhere')}</p>}
    </fieldset>
  )
}
