import type { Status } from '@pos/shared/cloud-api/shapes'
import { useT } from '@pos/shared/i18n/translate'

import { LOOKS } from './status'

/** Icon, word and colour of a status. */
export function StatusBadge({ status }: { status: Status }) {
  const t = useT()
  const { icon: Icon, key } = LOOKS[status]
  return (
    <span data-status={status} className="site-status inline-flex shrink-0 items-center gap-1.5 rounded-sm px-2 py-1 text-sm font-semibold">
      <Icon aria-hidden size={16} /> {t(key)}
    </span>
  )
}
