import { usePrinters } from '@pos/shared/house/alerts'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { Plus, Printer, Radar } from 'lucide-react'
import { useState } from 'react'

import { Page } from '../../ui/Page'
import { CardsSkeleton } from '@pos/shared/desk/Skeleton'
import { DiscoverDialog } from './DiscoverDialog'
import { PrinterCard } from './PrinterCard'
import { PrinterDialog } from './PrinterDialog'
import { Zones } from './Zones'

/** A card for each printer with what is true of it now, and the zones they serve. */
export function PrintersPage() {
  const t = useT()
  const printers = usePrinters()
  const [added, add] = useState<{ address: string; port: number } | null>(null)
  const [isSearch, setSearch] = useState(false)
  return (
    <Page
      title={t('nav.printers')}
      at={printers.dataUpdatedAt}
      actions={
        <>
          <Button onClick={() => setSearch(true)}>
            <Radar aria-hidden size={20} /> {t('printer.find')}
          </Button>
          <Button look="main" onClick={() => add({ address: '', port: 9100 })}>
            <Plus aria-hidden size={20} /> {t('printer.new')}
          </Button>
        </>
      }
    >
      {!printers.data && <Loading query={printers} skeleton={<CardsSkeleton />} />}
      {printers.data?.length === 0 && <EmptyState icon={Printer} sentence={t('printer.none')} />}
      <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
        {(printers.data ?? []).map((printer) => (
          <li key={printer.id}>
            <PrinterCard printer={printer} others={(printers.data ?? []).filter((one) => one.id !== printer.id && one.is_active)} />
          </li>
        ))}
      </ul>
      {printers.data && <Zones printers={printers.data} />}
      {isSearch && (
        <DiscoverDialog
          onClose={() => setSearch(false)}
          onAdd={(found) => {
            setSearch(false)
            add(found)
          }}
        />
      )}
      {added && <PrinterDialog setup={null} start={added} printers={printers.data ?? []} onClose={() => add(null)} />}
    </Page>
  )
}
