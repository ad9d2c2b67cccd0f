import type { Health, SiteDetail } from '@pos/shared/cloud-api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { type Translate, useT } from '@pos/shared/i18n/translate'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

import { span } from '../../app/time'
import { FactList } from './FactList'

/** From here on a figure is worth a call. */
const WORRY = { onPaper: 0.98, backupS: 2 * 3_600, diskShare: 0.1, clockS: 120 }

/** How the box was at its last heartbeat: counts, never orders or names. */
export function HealthFacts({ site }: { site: SiteDetail }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  if (site.health === null || site.last_seen_at === null) return <p className="text-text-2">{t('health.none')}</p>
  const { health } = site
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const uptime = site.uptime_seconds === null ? null : span(language, site.uptime_seconds)
  const rows: [string, ReactNode][] = [
    [t('health.tickets'), said(t, health.tickets, (n) => number.format(n))],
    [t('health.onPaper'), said(t, health.on_paper_within_5s, (n) => percent.format(n), (n) => n < WORRY.onPaper)],
    [t('health.printers'), printers(t, health)],
    [t('health.backup'), said(t, health.backup_age_s, (n) => span(language, n), (n) => n > WORRY.backupS)],
    [
      t('health.disk'),
      said(t, health.disk_free_mb, (n) => t('health.gigabytes', { size: number.format(n / 1_000) }), () => (health.disk_free_share ?? 1) < WORRY.diskShare),
    ],
    [t('health.clock'), said(t, health.clock_offset_s, (n) => t('health.seconds', { time: number.format(n) }), (n) => Math.abs(n) > WORRY.clockS)],
    [t('health.uptime'), uptime ?? t('health.unknown')],
  ]
  return <FactList rows={rows} />
}

function printers(t: Translate, health: Health): ReactNode {
  const trouble = health.printers_in_trouble ?? 0
  return said(t, health.printers, (n) => (trouble > 0 ? t('health.inTrouble', { trouble, all: n }) : t('health.allWell', { all: n })), () => trouble > 0)
}

function said(t: Translate, value: number | null | undefined, words: (value: number) => string, isBad?: (value: number) => boolean): ReactNode {
  if (value === null || value === undefined) return <span className="text-text-2">{t('health.unknown')}</span>
  if (isBad === undefined) return words(value)
  const Icon = isBad(value) ? TriangleAlert : CircleCheck
  return (
    <span className={`inline-flex items-center gap-1.5 ${isBad(value) ? 'font-semibold text-problem' : ''}`}>
      <Icon aria-hidden size={16} /> {words(value)}
    </span>
  )
}
