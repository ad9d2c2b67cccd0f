import type { Course, Product } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { quantityText } from '@pos/shared/quantity'
import { Button } from '@pos/shared/ui/Button'
import { Money } from '@pos/shared/ui/Money'
import { Sheet } from '@pos/shared/ui/Sheet'
import { Hourglass, Minus, Plus, Scale, Trash2 } from 'lucide-react'
import { useState } from 'react'

import {
  changeQuantity,
  type Draft,
  type DraftLine,
  remove,
  setCourse,
  setQuantity,
  splitOne,
  stepOf,
  toggleHold,
  weightUnit,
} from './draft'
import { Choices, HowItIsMade, NoteField } from './HowItIsMade'
import { Chip } from './LineChips'
import { lineCents } from './price'
import { WeightPad } from './WeightPad'

interface Props {
  line: DraftLine
  product: Product | undefined
  courses: readonly Course[]
  /** `isStep` false: nothing that undo should stop at. */
  onChange: (step: (draft: Draft) => Draft, isStep?: boolean) => void
  onClose: () => void
}

/** All there is to say about one line, with room: quantity, questions, removals, extras, a note. */
export function LineSheet({ line, product, courses, onChange, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const step = stepOf(product)
  const unit = weightUnit(product)
  const [isWeighing, setWeighing] = useState(false)
  if (isWeighing && product) {
    return (
      <WeightPad
        product={product}
        quantity={line.quantity}
        onSet={(quantity) => onChange((draft) => setQuantity(draft, line.id, quantity))}
        onClose={() => setWeighing(false)}
      />
    )
  }
  return (
    <Sheet
      title={product ? named(product) : line.name}
      onClose={onClose}
      footer={
        <div className="flex flex-wrap gap-2">
          <Button
            look="danger"
            className="flex-1"
            onClick={() => {
              onChange((draft) => remove(draft, line.id))
              onClose()
            }}
          >
            <Trash2 aria-hidden size={20} /> {t('order.remove')}
          </Button>
          <Button look="main" className="flex-1" onClick={onClose}>
            {t('order.done')} <Money cents={lineCents(line, product)} />
          </Button>
        </div>
      }
    >
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <Button aria-label={t('order.less')} onClick={() => onChange((draft) => changeQuantity(draft, line.id, -step))}>
          <Minus aria-hidden />
        </Button>
        <output aria-label={t('order.quantity')} className="min-w-12 text-center text-2xl font-bold tabular-nums">
          {quantityText(line.quantity, language)} {unit && t(`unit.${unit}`)}
        </output>
        <Button aria-label={t('order.more')} onClick={() => onChange((draft) => changeQuantity(draft, line.id, step))}>
          <Plus aria-hidden />
        </Button>
        {unit && (
          <Button onClick={() => setWeighing(true)}>
            <Scale aria-hidden size={20} /> {t('order.weigh')}
          </Button>
        )}
        {line.quantity > 1000 && !unit && (
          <Button onClick={() => onChange((draft) => splitOne(draft, line.id))}>{t('order.splitOne')}</Button>
        )}
      </div>
      {!product && <p className="font-semibold text-problem">{t('order.lineSoldOut')}</p>}
      {product && <HowItIsMade line={line} product={product} onChange={onChange} hasExtras />}
      <Choices title={t('order.when')}>
        <Chip isOn={line.hold} onTap={() => onChange((draft) => toggleHold(draft, line.id))}>
          <Hourglass aria-hidden size={18} /> {t('order.hold')}
        </Chip>
        {courses.map((course) => (
          <Chip
            key={course.number}
            isOn={(line.course ?? product?.course) === course.number}
            onTap={() => onChange((draft) => setCourse(draft, line.id, course.number))}
          >
            {named(course)}
          </Chip>
        ))}
      </Choices>
      <NoteField line={line} onChange={onChange} />
    </Sheet>
  )
}
