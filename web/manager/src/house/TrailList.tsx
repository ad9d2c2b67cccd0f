import { useLanguageState } from '@pos/shared/i18n/language'
import { isKey, type Translate, useT } from '@pos/shared/i18n/translate'

import { momentText } from '../ui/times'

/** One thing that somebody did. */
export interface TrailEntry {
  at: string
  who: string
  what: string
  reason: string
  details: Record<string, unknown>
}

/** What was done, by whom and when, oldest first. */
export function TrailList({ entries }: { entries: readonly TrailEntry[] }) {
  const t = useT()
  const language = useLanguageState((state) => state.language)
  return (
    <ol className="flex flex-col">
      {entries.map((entry, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- what happened has no id and never changes its place
        <li key={index} className="border-t border-surface-2 py-2 leading-tight">
          <span className="text-sm text-text-2 tabular-nums">{momentText(entry.at, language)}</span>
          <b className="block font-semibold">
            {trailWord(t, entry.what)}
            {entry.who && <span className="font-normal text-text-2"> · {entry.who}</span>}
          </b>
          {factsText(entry.details) && <span className="block text-sm text-text-2">{factsText(entry.details)}</span>}
          {entry.reason && <span className="block text-sm">«{entry.reason}»</span>}
        </li>
      ))}
    </ol>
  )
}

/** What was done, in words; one of a newer box is shown as it came. */
export function trailWord(t: Translate, what: string): string {
  const key = `trail.${what}`
  return isKey(key) ? t(key) : what.replaceAll('_', ' ')
}

/** Facts that a person can read: names, amounts, labels; ids and lists are left out. */
function factsText(details: Record<string, unknown>): string {
  return Object.entries(details)
    .filter(([name, value]) => TOLD.has(name) && (typeof value === 'string' || typeof value === 'number') && value !== '')
    .map(([, value]) => String(value))
    .join(' · ')
}

const TOLD = new Set(['name', 'item', 'quantity', 'amount', 'tender', 'from', 'to', 'total', 'unpaid', 'printer', 'zone', 'percent', 'table_label', 'label'])
