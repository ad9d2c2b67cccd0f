import { useCallback } from 'react'

import { type Language, type Messages, useLanguageState, type Word } from './language'

type WithoutPlural<K> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K
/** A sentence's name; `order.items` stands for `order.items_one` and `order.items_other`. */
export type Key = WithoutPlural<Word>
/** What fills the `{holes}`; `n` also chooses the plural. */
export type Values = Record<string, string | number>
/** Turns a key into a sentence of the language in force. */
export type Translate = (key: Key, values?: Values) => string

const rules: Record<Language, Intl.PluralRules> = { el: new Intl.PluralRules('el'), en: new Intl.PluralRules('en') }

/** The sentence for a key; the key itself when a sentence is missing, so that a hole is seen, not hidden. */
export function sentence(messages: Messages, language: Language, key: string, values: Values = {}): string {
  const form = typeof values.n === 'number' ? `${key}_${rules[language].select(values.n)}` : key
  const found = messages[form] ?? messages[`${key}_other`] ?? messages[key] ?? key
  return found.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))
}

/** `t('order.items', { n: 3 })`; the component is drawn again when the language changes. */
export function useT(): Translate {
  const { language, messages } = useLanguageState()
  return useCallback((key, values) => sentence(messages, language, key, values), [language, messages])
}

/** The same outside of components, in the language of this moment. */
export const t: Translate = (key, values) => {
  const { language, messages } = useLanguageState.getState()
  return sentence(messages, language, key, values)
}

/** Is there a sentence of this name? For keys that come from the wire (error codes, reasons). */
export function isKey(key: string): key is Key {
  return key in useLanguageState.getState().messages
}

/** A thing's name in the language of the screen; its Greek one when no other was typed. */
export function useNamed(): (thing: { name: string; name_en: string }) => string {
  const language = useLanguageState((state) => state.language)
  return useCallback((thing) => (language === 'en' && thing.name_en ? thing.name_en : thing.name), [language])
}
