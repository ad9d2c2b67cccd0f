import { useLanguageState } from '@pos/shared/i18n/language'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { EmptyState } from '@pos/shared/ui/EmptyState'
import { Loading } from '@pos/shared/ui/Loading'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CalendarDays, ChevronLeft, ChevronRight, Download, FileText, Lock, Printer } from 'lucide-react'
import { useState } from 'react'

import { useDownload } from '../../house/download'
import { likelyToday } from '../../house/today'
import { Chips } from '../../ui/Chips'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { Page } from '../../ui/Page'
import { Select } from '@pos/shared/desk/Select'
import { CardsSkeleton } from '@pos/shared/desk/Skeleton'
import { dayPlus, dayText } from '../../ui/times'
import { AdjustmentsTable } from './AdjustmentsTable'
import { CashUps } from './CashUps'
import { CloseDayDialog } from './CloseDayDialog'
import { OpenTables } from './OpenTables'
import { type By, GROUPS, useClosedDays, useDay } from './report-data'
import { SalesChart } from './SalesChart'
import { SalesTable } from './SalesTable'
import { Totals } from './Totals'

/** A business day in figures: beside the same weekday before, as charts with their numbers, as files, on paper; and its end. */
export function ReportsPage() {
  const t = useT()
  const go = useNavigate()
  const language = useLanguageState((state) => state.language)
  const { day: asked, by = 'hour' } = useSearch({ from: '/reports' })
  const report = useDay(asked)
  const day = report.data?.day ?? asked ?? likelyToday()
  const before = useDay(dayPlus(day, -7)).data ?? null
  const closed = useClosedDays().data ?? []
  const download = useDownload()
  const [isClosing, setClosing] = useState(false)
  const show = (change: { day?: string | undefined; by?: By }) => void go({ to: '/reports', search: { day: asked, by, ...change }, replace: true })
  const group = GROUPS.find((one) => one.by === by) ?? GROUPS[0]
  const data = report.data
  const file = (format: 'csv' | 'pdf') => download.mutate({ path: '/api/reports/shift', query: { day, format, lang: language }, name: `${data?.kind ?? 'x'}-${day}.${format}` })
  return (
    <Page
      title={t('nav.reports')}
      at={report.dataUpdatedAt}
      actions={
        <>
          <Button disabled={!data || download.isPending} onClick={() => file('csv')}>
            <Download aria-hidden size={20} /> CSV
          </Button>
          <Button disabled={!data || download.isPending} onClick={() => file('pdf')}>
            <FileText aria-hidden size={20} /> PDF
          </Button>
          <Button disabled={!data} onClick={() => window.print()}>
            <Printer aria-hidden size={20} /> {t('report.print')}
          </Button>
          {data?.kind === 'x' && (
            <Button look="main" onClick={() => setClosing(true)}>
              <Lock aria-hidden size={20} /> {t('report.close')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-wrap items-end gap-2 pb-3 print:hidden">
        <Button aria-label={t('report.dayBefore')} onClick={() => show({ day: dayPlus(day, -1) })}>
          <ChevronLeft aria-hidden />
        </Button>
        <Field label={t('report.day')} type="date" value={day} onChange={(value) => value && show({ day: value })} />
        <Button aria-label={t('report.dayAfter')} onClick={() => show({ day: dayPlus(day, 1) })}>
          <ChevronRight aria-hidden />
        </Button>
        {asked !== undefined && data && <Button onClick={() => show({ day: undefined })}>{t('report.running')}</Button>}
        {closed.length > 0 && (
          <Select
            label={t('report.closedDays')}
            value={closed.some((one) => one.day === asked) ? (asked ?? '') : ''}
            onChange={(value) => value && show({ day: value })}
            options={[{ value: '', label: '—' }, ...closed.map((one) => ({ value: one.day, label: `Ζ ${one.z_number} · ${one.day}` }))]}
          />
        )}
      </div>
      <Fault error={download.error} />
      {report.isPending || report.isError ? (
        <Loading query={report} skeleton={<CardsSkeleton />} />
      ) : data ? (
        <div className="flex flex-col gap-6" data-report={data.kind}>
          <h2 className="text-xl font-semibold">
            {data.kind === 'z' ? t('report.z', { number: data.z_number ?? 0 }) : t('report.x')} · {dayText(data.day, language)}
          </h2>
          <Totals report={data} before={before} />
          <section className="flex flex-col gap-3" aria-label={t('report.sales')}>
            <div className="flex flex-wrap items-center gap-2 print:hidden">
              <Chips label={t('report.by')} value={group.by} onChange={(value) => show({ by: value })} options={GROUPS.map((one) => ({ value: one.by, label: t(`by.${one.by}`) }))} />
              <Button
                disabled={download.isPending}
                onClick={() => download.mutate({ path: '/api/reports/sales', query: { from: day, to: day, by: group.by, format: 'csv', lang: language }, name: `sales-${group.by}-${day}.csv` })}
              >
                <Download aria-hidden size={20} /> {t('report.thisAsCsv')}
              </Button>
            </div>
            <SalesChart by={group.by} rows={data[group.list]} before={before?.[group.list] ?? null} />
            <SalesTable by={group.by} rows={data[group.list]} before={before?.[group.list] ?? null} />
          </section>
          <OpenTables tables={data.open_tables} isClosed={data.kind === 'z'} />
          <CashUps day={data.day} />
          <AdjustmentsTable rows={data.adjustments} />
        </div>
      ) : (
        <EmptyState icon={CalendarDays} sentence={t('report.nothing', { day: dayText(day, language) })} action={<Button onClick={() => show({ day: undefined })}>{t('report.running')}</Button>} />
      )}
      {isClosing && data && <CloseDayDialog report={data} onClose={() => setClosing(false)} onClosed={() => show({ day: data.day })} />}
    </Page>
  )
}
