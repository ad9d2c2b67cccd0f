import { api, ask } from '@pos/shared/api/client'
import { Refusal } from '@pos/shared/api/problems'
import type { Category, Product } from '@pos/shared/api/shapes'
import { useNamed, useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { snack } from '@pos/shared/ui/Snackbar'
import { useQueryClient } from '@tanstack/react-query'
import { ReceiptText, Save, Trash2 } from 'lucide-react'
import { memo, useCallback, useDeferredValue, useState } from 'react'

import { Drawer } from '../../ui/Drawer'
import { Fault } from '../../ui/Fault'
import { Field } from '@pos/shared/desk/Field'
import { ReasonlessDialog } from '../../ui/ReasonlessDialog'
import { Select } from '@pos/shared/desk/Select'
import { Switch } from '../../ui/Switch'
import { useUnsavedGuard } from '../../ui/UnsavedGuard'
import { ConflictNotice } from './ConflictNotice'
import { bodyOf, copyOf, draftOf, emptyProduct, faultsOf, type ProductDraft } from './draft'
import { DishTicketDialog } from './DishTicketDialog'
import { ExtrasField } from './ExtrasField'
import { ImageField } from './ImageField'
import { useCourses, useMenuAct } from './menu-data'
import { QuestionsField } from './QuestionsField'
import { ZonesField } from './ZonesField'

interface Props {
  /** Undefined makes a new one. */
  product: Product | undefined
  /** Start a new one like this. */
  copied: Product | undefined
  categoryId: number
  categories: readonly Category[]
  onSaved: (id: number) => void
  onClose: () => void
}

const UNITS = ['piece', 'portion', 'kg', 'l'] as const

/** A product, whole, saved at once with its picture; nothing typed is lost by a wrong tap. */
export function ProductEditor({ product, copied, categoryId, categories, onSaved, onClose }: Props) {
  const t = useT()
  const named = useNamed()
  const queries = useQueryClient()
  const courses = useCourses().data ?? []
  const [seen, setSeen] = useState(product)
  const [start, setStart] = useState<ProductDraft>(() => {
    if (product) return draftOf(product)
    return copied ? copyOf(draftOf(copied), t('menu.copyOf', { name: copied.name })) : emptyProduct(categoryId)
  })
  const [draft, setDraft] = useState(start)
  const [picture, setPicture] = useState<Blob | null>(null)
  const [pictureFault, setPictureFault] = useState<unknown>(null)
  const [isTried, setTried] = useState(false)
  const [asksRemoval, askRemoval] = useState(false)
  const [isTicketShown, showTicket] = useState(false)
  const isDirty = picture !== null || JSON.stringify(draft) !== JSON.stringify(start) || (copied !== undefined && !seen)
  const guard = useUnsavedGuard(isDirty)
  const faults = faultsOf(draft)
  const set = useCallback((change: Partial<ProductDraft>) => setDraft((old) => ({ ...old, ...change })), [])
  const isWhole = useDeferredValue(true, false)

  const finish = (saved: Product) => {
    guard.release()
    snack(t('menu.saved', { name: saved.name }))
    onSaved(saved.id)
  }
  const upload = async (saved: Product, image: Blob) => {
    setPictureFault(null)
    try {
      const form = new FormData()
      form.set('image', image, 'dish.webp')
      const params = { path: { product_id: saved.id } }
      await ask(api.POST('/api/products/{product_id}/image', { params, body: { image: '' }, bodySerializer: () => form }))
      setPicture(null)
      finish(saved)
    } catch (error) {
      setPictureFault(error)
    } finally {
      await queries.invalidateQueries({ queryKey: ['menu'] })
    }
  }
  const act = useMenuAct<Product>((saved) => {
    setSeen(saved)
    setStart(draftOf(saved))
    setDraft(draftOf(saved))
    if (picture) void upload(saved, picture)
    else finish(saved)
  })
  const save = (over: boolean) => {
    setTried(true)
    if (Object.keys(faults).length > 0 || act.isPending) return
    const body = bodyOf(draft)
    act.mutate(() => {
      if (!seen) return ask(api.POST('/api/products/', { body }))
      const before = over ? null : bodyOf(draftOf(seen))
      return ask(api.PUT('/api/products/{product_id}', { params: { path: { product_id: seen.id } }, body: { ...body, seen: before } }))
    })
  }
  const remove = useMenuAct(() => {
    guard.release()
    onClose()
  })
  const isConflict = act.error instanceof Refusal && act.error.problem?.code === 'product-changed'
  return (
    <Drawer
      title={seen ? seen.name : t('menu.newProduct')}
      onClose={onClose}
      footer={
        <div className="flex gap-2">
          <Button look="main" className="flex-1" disabled={act.isPending || (!isDirty && seen !== undefined)} onClick={() => save(false)}>
            <Save aria-hidden size={20} /> {t('ui.save')}
          </Button>
          {seen && (
            <Button look="danger" aria-label={t('menu.removeProduct', { name: seen.name })} onClick={() => askRemoval(true)}>
              <Trash2 aria-hidden size={20} />
            </Button>
          )}
        </div>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          save(false)
        }}
      >
        {isConflict && act.error instanceof Refusal ? (
          <ConflictNotice
            problem={act.error.problem}
            onTheirs={async () => {
              await queries.refetchQueries({ queryKey: ['menu', 'whole'] })
              guard.release()
              onClose()
              act.reset()
            }}
            onMine={() => save(true)}
          />
        ) : (
          <Fault error={act.error} />
        )}
        <Field label={t('menu.name')} value={draft.name} onChange={(name) => set({ name })} maxLength={120} fault={isTried && faults.name ? t('menu.needName') : undefined} />
        <Field label={t('menu.nameEn')} value={draft.nameEn} onChange={(nameEn) => set({ nameEn })} maxLength={120} lang="en" />
        <Field label={t('menu.kitchenName')} value={draft.kitchenName} onChange={(kitchenName) => set({ kitchenName })} maxLength={120} hint={t('menu.kitchenNameHint')} />
        <Button className="self-start" disabled={Object.keys(faults).some((part) => part !== 'price')} onClick={() => showTicket(true)}>
          <ReceiptText aria-hidden size={20} /> {t('paper.show')}
        </Button>
        <div className="grid grid-cols-3 gap-2">
          <Field label={t('menu.price')} inputMode="decimal" value={draft.price} onChange={(price) => set({ price })} fault={isTried && faults.price ? t('menu.needPrice') : undefined} />
          <Select label={t('menu.unit')} value={draft.unit ?? 'piece'} onChange={(unit) => set({ unit })} options={UNITS.map((value) => ({ value, label: t(`unit.${value}`) }))} />
          <Field label={t('menu.vat')} inputMode="decimal" value={draft.vat} onChange={(vat) => set({ vat })} fault={isTried && faults.vat ? t('menu.needVat') : undefined} />
        </div>
        <div className="grid grid-cols-2 gap-2">
          <Select
            label={t('menu.category')}
            value={String(draft.categoryId)}
            onChange={(id) => set({ categoryId: Number(id) })}
            options={categories.map((one) => ({ value: String(one.id), label: named(one) }))}
          />
          <Select
            label={t('menu.course')}
            value={draft.course === null ? '' : String(draft.course)}
            onChange={(value) => set({ course: value === '' ? null : Number(value) })}
            options={[{ value: '', label: t('menu.asCategory') }, ...courses.map((one) => ({ value: String(one.number), label: named(one) }))]}
          />
        </div>
        {pictureFault !== null && seen && picture && (
          <div className="flex flex-wrap items-center gap-2" role="alert">
            <p className="w-full font-semibold text-problem">{t('menu.pictureFailed')}</p>
            <Button onClick={() => void upload(seen, picture)}>{t('action.tryAgain')}</Button>
            <Button onClick={() => finish(seen)}>{t('menu.withoutPicture')}</Button>
          </div>
        )}
        {isWhole && <Details draft={draft} set={set} isTried={isTried} picture={picture} onPicture={setPicture} imageUrl={seen?.image_url ?? null} productId={seen?.id} />}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
          {t('ui.save')}
        </button>
      </form>
      {guard.dialog}
      {isTicketShown && (
        <DishTicketDialog dish={bodyOf(draft)} category={categories.find((one) => one.id === draft.categoryId)} onClose={() => showTicket(false)} />
      )}
      {asksRemoval && seen && (
        <ReasonlessDialog
          title={t('menu.removeProduct', { name: seen.name })}
          sentence={t('menu.removeHint')}
          action={t('menu.remove')}
          isBusy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(() => ask(api.DELETE('/api/products/{product_id}', { params: { path: { product_id: seen.id } } })))}
          onClose={() => askRemoval(false)}
        />
      )}
    </Drawer>
  )
}

interface DetailsProps {
  draft: ProductDraft
  set: (change: Partial<ProductDraft>) => void
  isTried: boolean
  picture: Blob | null
  onPicture: (picture: Blob | null) => void
  imageUrl: string | null
  productId: number | undefined
}

/** What is seldom changed, below what often is: drawn a moment later, so that a tap on a dish is answered at once. */
const Details = memo(function Details({ draft, set, isTried, picture, onPicture, imageUrl, productId }: DetailsProps) {
  const t = useT()
  const faults = faultsOf(draft)
  return (
    <>
      <Switch label={t('menu.isSold')} isOn={draft.isAvailable} onChange={(isAvailable) => set({ isAvailable })} />
      <ImageField url={imageUrl} picture={picture} onChoose={onPicture} productId={productId} />
      <ZonesField zoneIds={draft.zoneIds} onChange={(zoneIds) => set({ zoneIds })} />
      <ExtrasField kind="options" rows={draft.options} onChange={(options) => set({ options })} fault={isTried && faults.options ? t('menu.needExtra') : undefined} />
      <ExtrasField kind="ingredients" rows={draft.ingredients} onChange={(ingredients) => set({ ingredients })} fault={isTried && faults.ingredients ? t('menu.needExtra') : undefined} />
      <QuestionsField questions={draft.questions} onChange={(questions) => set({ questions })} fault={isTried && faults.questions ? t('menu.needQuestion') : undefined} />
    </>
  )
})
