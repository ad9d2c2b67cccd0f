import type { Product } from '@pos/shared/api/shapes'
import { useLanguageState } from '@pos/shared/i18n/language'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { quantityText } from '@pos/shared/quantity'
import { Button } from '@pos/shared/ui/Button'
import { Ellipsis, Minus, Plus, Undo2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'

import { changeQuantity, type Draft, type DraftLine, stepOf } from './draft'
import { faultOf } from './fault'
import { LineChips } from './LineChips'

interface Props {
  line: DraftLine | undefined
  product: Product | undefined
  canUndo: boolean
  onUndo: () => void
  onChange: (step: (draft: Draft) => Draft) => void
  onMore: () => void
  /** What stands in the strip while the draft is empty. */
  idle: ReactNode
  /** Grows each time Send stopped at this line. */
  nudges: number
}

/** The heart of the screen: the line just tapped, its quantity, undo, and its chips. Its height never changes. */
export function LastLine({ line, product, canUndo, onUndo, onChange, onMore, idle, nudges }: Props) {
  const t = useT()
  const named = useNamed()
  const language = useLanguageState((state) => state.language)
  const chips = useRef<HTMLDivElement>(null)
  useEffect(() => {
    chips.current?.scrollTo({ left: 0 })
  }, [line?.id, nudges])
  const name = line ? (product ? named(product) : line.name) : ''
  const fault = line && faultOf(line, product)
  return (
    <section
      aria-label={t('order.lastLine')}
      className="h-29 shrink-0 border-t border-surface-2 bg-bg px-3 pt-2"
    >
      <div className="hand flex h-12 items-center gap-1">
        {line ? (
          <>
            <Button aria-label={t('order.less')} onClick={() => onChange((draft) => changeQuantity(draft, line.id, -stepOf(product)))}>
              <Minus aria-hidden />
            </Button>
            <output aria-label={t('order.quantity')} className="min-w-7 text-center text-xl font-bold tabular-nums">
              {quantityText(line.quantity, language)}
            </output>
            <Button aria-label={t('order.more')} onClick={() => onChange((draft) => changeQuantity(draft, line.id, stepOf(product)))}>
              <Plus aria-hidden />
            </Button>
            <span className="flex h-12 min-w-0 flex-1 items-center overflow-hidden pl-0.5">
              <b key={line.id} className="line-clamp-2 leading-tight font-semibold tracking-tight wrap-anywhere hyphens-auto">
                {name}
              </b>
            </span>
          </>
        ) : (
          <p className="flex-1 text-text-2">{t('order.tapDish')}</p>
        )}
        <Button look="quiet" aria-label={t('order.undo')} disabled={!canUndo} onClick={onUndo}>
          <Undo2 aria-hidden />
        </Button>
        <Button look="quiet" aria-label={t('order.wholeLine')} disabled={!line} onClick={onMore}>
          <Ellipsis aria-hidden />
        </Button>
      </div>
      <div ref={chips} className="relative mt-1 -mr-3 flex h-13 items-center gap-2 overflow-x-auto pr-3 [scrollbar-width:none]">
        {fault?.kind === 'sold-out' && (
          <p role="alert" key={nudges} className={`shrink-0 font-semibold text-problem ${nudges > 0 ? 'shake' : ''}`}>
            {t('order.lineSoldOut')}
          </p>
        )}
        <p role="alert" className="sr-only">
          {fault?.kind === 'choice' && nudges > 0 && t('order.choose', { name: named(fault.set) })}
        </p>
        {line && product ? <LineChips line={line} product={product} onChange={onChange} onNote={onMore} nudges={nudges} /> : !line && idle}
      </div>
    </section>
  )
}
