import type { Problem } from '@pos/shared/api/problems'
import { isKey, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { UsersRound } from 'lucide-react'

/** Somebody saved the product in the meantime: who, what is different, and whose shall stay. */
export function ConflictNotice({ problem, onTheirs, onMine }: { problem: Problem | null; onTheirs: () => void; onMine: () => void }) {
  const t = useT()
  const parts = Array.isArray(problem?.parts) ? problem.parts.map((part) => `menu.part.${String(part)}`) : []
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md border-2 border-problem bg-surface p-3">
      <p className="flex items-center gap-2 font-semibold">
        <UsersRound aria-hidden size={20} className="shrink-0" /> {t('menu.conflict', { name: String(problem?.by ?? '') })}
      </p>
      <p>{parts.map((key) => (isKey(key) ? t(key) : key)).join(', ')}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTheirs}>{t('menu.keepTheirs')}</Button>
        <Button onClick={onMine}>{t('menu.saveMine')}</Button>
      </div>
    </div>
  )
}
