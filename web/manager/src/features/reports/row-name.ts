import { isKey, type Translate } from '@pos/shared/i18n/translate'

import type { By, SalesRow } from './report-data'

/** What a row is called: tenders are words of ours, hours and rates are told by their keys, the rest is named by the box. */
export function rowName(t: Translate, by: By, row: Pick<SalesRow, 'key' | 'name'>): string {
  const tender = `tender.${row.key}`
  if (by === 'tender' && isKey(tender)) return t(tender)
  if (by === 'hour') return `${row.key.padStart(2, '0')}:00`
  if (by === 'vat') return `${String(Number(row.key) / 100).replace('.', ',')} %`
  return row.name || t('report.unnamed')
}
