import { useT } from '@pos/shared/i18n/translate'
import { useNewVersion } from '@pos/shared/new-version'
import { Button } from '@pos/shared/ui/Button'
import { Sparkles } from 'lucide-react'

/** "There is a new version", and when it may be taken: not with unsent lines or rounds, and never by itself. */
export function NewVersion({ isBusy }: { isBusy: boolean }) {
  const t = useT()
  const take = useNewVersion((version) => version.take)
  if (!take) return null
  return (
    <section className="flex flex-col gap-2 rounded-md border-2 border-accent bg-surface p-3">
      <p className="flex items-center gap-2 font-semibold">
        <Sparkles aria-hidden size={20} /> {t('version.new')}
      </p>
      {isBusy && <p className="text-text-2">{t('version.busy')}</p>}
      <Button look="main" disabled={isBusy} onClick={take}>
        {t('version.take')}
      </Button>
    </section>
  )
}
