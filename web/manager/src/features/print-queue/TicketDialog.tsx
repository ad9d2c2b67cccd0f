import { api, ask } from '@pos/shared/api/client'
import type { Schemas } from '@pos/shared/api/shapes'
import { Dialog } from '@pos/shared/desk/Dialog'
import { useT } from '@pos/shared/i18n/translate'

import { PaperPicture } from '../../house/PaperPicture'

/** A ticket as it is (or will be) on paper. */
export function TicketDialog({ job, title, onClose }: { job: Schemas['PrintJobOut']; title: string; onClose: () => void }) {
  const t = useT()
  const params = { path: { job_id: job.job_id } }
  return (
    <Dialog title={title} isWide onClose={onClose}>
      <p className="pb-3 text-text-2">{t('paper.from', { printer: job.printer_name })}</p>
      <PaperPicture
        paper={['job', job.job_id, job.printer_id]}
        alt={`${title}: ${job.lines.join(', ')}`}
        draw={(signal) => ask(api.GET('/api/print-jobs/{job_id}/preview', { params, parseAs: 'blob', signal }))}
      />
    </Dialog>
  )
}
