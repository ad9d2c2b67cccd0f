import type { Item, Order } from '@pos/shared/api/shapes'
import { fireHeld, heldByCourse } from '@pos/shared/house/fire-held'
import { useCourses } from '@pos/shared/house/menu'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { isRound, type Job } from '@pos/shared/outbox/job'
import { Button } from '@pos/shared/ui/Button'
import { snack } from '@pos/shared/ui/Snackbar'
import { Flame } from 'lucide-react'

/** What waits to be fired, a button for each course. Held lines that are on their way out are not offered twice. */
export function HeldLines({ order, unsent }: { order: Order; unsent: readonly Job[] }) {
  const t = useT()
  const named = useNamed()
  const courses = useCourses().data ?? []
  const leaving = new Set(unsent.flatMap((job) => (isRound(job) || job.command.kind !== 'fire' ? [] : (job.command.body.item_ids ?? []))))
  const groups = heldByCourse(order)
    .map((group) => ({ ...group, items: group.items.filter((item) => !leaving.has(item.id)) }))
    .filter((group) => group.items.length > 0)
  if (groups.length === 0) return null
  const fire = async (items: Item[]) => {
    try {
      await fireHeld(order, items)
      snack(t('check.fired'))
    } catch {
      snack(t('order.notStored'))
    }
  }
  const all = groups.flatMap((group) => group.items)
  return (
    <section aria-label={t('check.held')} className="flex flex-wrap gap-2 rounded-md border-2 border-border bg-surface p-3">
      <h2 className="w-full font-semibold">{t('check.held')}</h2>
      {groups.length > 1 &&
        groups.map(({ course, items }) => {
          const known = courses.find((one) => one.number === course)
          return (
            <Button key={course ?? 0} className="grow" onClick={() => void fire(items)}>
              <Flame aria-hidden size={20} />{' '}
              {t('check.fireCourse', { course: known ? named(known) : t('check.noCourse'), n: items.length })}
            </Button>
          )
        })}
      <Button className="grow" onClick={() => void fire(all)}>
        <Flame aria-hidden size={20} /> {t('check.fireAll', { n: all.length })}
      </Button>
    </section>
  )
}
