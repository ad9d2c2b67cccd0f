import type { Product, Schemas } from '@pos/shared/api/shapes'
import { fromTyped, toWire } from '@pos/shared/money'

/** A product as the box takes it. */
export type ProductIn = Schemas['ProductIn']

/** An option, ingredient or choice as it is typed; `key` tells rows apart before they have an id. */
export interface ExtraDraft {
  key: string
  id: number | null
  name: string
  nameEn: string
  price: string
  isDefault: boolean
}

/** A question with its choices as it is typed. */
export interface QuestionDraft {
  key: string
  id: number | null
  name: string
  nameEn: string
  min: string
  max: string
  choices: ExtraDraft[]
}

/** A product as it is typed: prices and numbers are still text. */
export interface ProductDraft {
  name: string
  nameEn: string
  kitchenName: string
  categoryId: number
  price: string
  unit: ProductIn['unit']
  vat: string
  course: number | null
  isAvailable: boolean
  /** Null follows the category; an empty list prints nowhere. */
  zoneIds: string[] | null
  options: ExtraDraft[]
  ingredients: ExtraDraft[]
  questions: QuestionDraft[]
}

let lastKey = 0
/** A key for a new row. */
export function newKey(): string {
  lastKey += 1
  return `new${lastKey}`
}

/** An empty product of a category. */
export function emptyProduct(categoryId: number): ProductDraft {
  return {
    name: '', nameEn: '', kitchenName: '', categoryId, price: '', unit: 'piece', vat: '13', course: null,
    isAvailable: true, zoneIds: null, options: [], ingredients: [], questions: [],
  }
}

/** An empty row. */
export function emptyExtra(): ExtraDraft {
  return { key: newKey(), id: null, name: '', nameEn: '', price: '', isDefault: false }
}

/** A product as the editor shows it. */
export function draftOf(product: Product): ProductDraft {
  const extra = (one: { id: number; name: string; name_en: string }, price: string, isDefault = false): ExtraDraft => ({
    key: String(one.id), id: one.id, name: one.name, nameEn: one.name_en, price: shownPrice(price), isDefault,
  })
  return {
    name: product.name,
    nameEn: product.name_en,
    kitchenName: product.kitchen_name,
    categoryId: product.category_id,
    price: product.base_price.replace('.', ','),
    unit: product.unit,
    vat: String(product.vat_rate_bp / 100).replace('.', ','),
    course: product.own_course,
    isAvailable: !product.is_switched_off,
    zoneIds: product.own_zone_ids,
    options: product.options.map((one) => extra(one, one.extra_cost)),
    ingredients: product.ingredients.map((one) => extra(one, one.extra_cost)),
    questions: product.preference_sets.map((set) => ({
      key: String(set.id),
      id: set.id,
      name: set.name,
      nameEn: set.name_en,
      min: String(set.min_choices),
      max: String(set.max_choices),
      choices: set.choices.map((one) => extra(one, one.price_delta, set.default_choice_ids.includes(one.id))),
    })),
  }
}

/** The same dish once more, nothing of it known to the box yet. */
export function copyOf(draft: ProductDraft, name: string): ProductDraft {
  const fresh = (one: ExtraDraft): ExtraDraft => ({ ...one, id: null, key: newKey() })
  return {
    ...draft,
    name,
    options: draft.options.map(fresh),
    ingredients: draft.ingredients.map(fresh),
    questions: draft.questions.map((set) => ({ ...set, id: null, key: newKey(), choices: set.choices.map(fresh) })),
  }
}

/** What keeps a draft from being saved, by part; empty when nothing does. */
export function faultsOf(draft: ProductDraft): Partial<Record<'name' | 'price' | 'vat' | 'options' | 'ingredients' | 'questions', true>> {
  const isBad = (one: ExtraDraft) => one.name.trim() === '' || deltaOf(one.price) === null
  const isBadSet = (set: QuestionDraft) => {
    const [min, max] = [Number(set.min), Number(set.max)]
    const isRange = Number.isInteger(min) && Number.isInteger(max) && min >= 0 && max >= 1 && min <= max && max <= Math.max(1, set.choices.length)
    return set.name.trim() === '' || set.choices.length === 0 || set.choices.some(isBad) || !isRange
  }
  return {
    ...(draft.name.trim() === '' && { name: true as const }),
    ...(fromTyped(draft.price) === null && { price: true as const }),
    ...(vatOf(draft.vat) === null && { vat: true as const }),
    ...(draft.options.some(isBad) && { options: true as const }),
    ...(draft.ingredients.some(isBad) && { ingredients: true as const }),
    ...(draft.questions.some(isBadSet) && { questions: true as const }),
  }
}

/** A draft without faults, as the box takes it. */
export function bodyOf(draft: ProductDraft): ProductIn {
  const extra = (one: ExtraDraft) => ({ id: one.id, name: one.name.trim(), name_en: one.nameEn.trim(), extra_cost: deltaOf(one.price) ?? '0.00' })
  return {
    name: draft.name.trim(),
    name_en: draft.nameEn.trim(),
    kitchen_name: draft.kitchenName.trim(),
    category_id: draft.categoryId,
    base_price: toWire(fromTyped(draft.price) ?? 0),
    unit: draft.unit,
    vat_rate_bp: vatOf(draft.vat) ?? 0,
    course: draft.course,
    is_available: draft.isAvailable,
    zone_ids: draft.zoneIds,
    options: draft.options.map(extra),
    ingredients: draft.ingredients.map(extra),
    preference_sets: draft.questions.map((set) => ({
      id: set.id,
      name: set.name.trim(),
      name_en: set.nameEn.trim(),
      min_choices: Number(set.min),
      max_choices: Number(set.max),
      choices: set.choices.map((one) => ({
        id: one.id, name: one.name.trim(), name_en: one.nameEn.trim(), price_delta: deltaOf(one.price) ?? '0.00', is_default: one.isDefault,
      })),
    })),
  }
}

/** `-0,50` -> `"-0.50"`; nothing typed costs nothing; null when it is no amount. */
export function deltaOf(text: string): string | null {
  const isLess = /^\s*[-−]/.test(text)
  const bare = text.replace(/^\s*[-−+]/, '').trim()
  const cents = bare === '' ? 0 : fromTyped(bare)
  return cents === null ? null : toWire(isLess ? -cents : cents)
}

/** Percent as typed, in hundredths of a percent; null when it is none. */
function vatOf(text: string): number | null {
  const percent = fromTyped(text)
  return percent === null || percent > 10_000 ? null : percent
}

function shownPrice(wire: string): string {
  return wire === '0.00' ? '' : wire.replace('.', ',')
}
