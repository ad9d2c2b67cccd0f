import { create } from 'zustand'

import { recall, remember } from '../app-name'
import el from './el.json'

/** Languages of the screens; dishes keep the words they were given. */
export type Language = 'el' | 'en'
/** Sentences by key, as in a language's file. */
export type Messages = Readonly<Record<string, string>>

/**
 * Names of the sentences that an app brings itself. An app with some says once
 * `declare module '@pos/shared/i18n/language' { interface KeysOfApps { itsName: keyof typeof itsGreek } }`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- an interface, so that apps can add to it
export interface KeysOfApps {}

/** Every sentence's name: those of `el.json` here, which all apps share, and those of the app that is compiled. */
export type Word = keyof typeof el | KeysOfApps[keyof KeysOfApps]

/** An app's own sentences: Greek at once, English as a file of its own that is fetched when chosen. */
export interface OwnWords {
  el: Messages
  en: () => Promise<{ default: Messages }>
}

interface LanguageState {
  language: Language
  messages: Messages
}

/** The language in force. Greek is in the first load, English comes when chosen. */
export const useLanguageState = create<LanguageState>(() => ({ language: 'el', messages: el }))

let own: OwnWords = { el: {}, en: () => Promise.resolve({ default: {} }) }

/** Add an app's own sentences; called once, before the language is set. */
export function bringWords(words: OwnWords): void {
  own = words
}

/** Add Greek sentences that come with a later part of the app; its English comes whole, with `bringWords`. */
export function addGreek(words: Messages): void {
  own = { ...own, el: { ...own.el, ...words } }
  const { language, messages } = useLanguageState.getState()
  if (language === 'el') useLanguageState.setState({ messages: { ...messages, ...words } })
}

/** Change the language of every screen, of `<html lang>`, and of this phone's memory. */
export async function setLanguage(language: Language): Promise<void> {
  const messages: Messages = language === 'el' ? { ...el, ...own.el } : await english()
  document.documentElement.lang = language
  remember('language', language)
  useLanguageState.setState({ language, messages })
}

async function english(): Promise<Messages> {
  const [common, ours] = await Promise.all([import('./en.json'), own.en()])
  return { ...common.default, ...ours.default }
}

/** The language chosen on this phone; Greek when none was. */
export function rememberedLanguage(): Language {
  return recall('language') === 'en' ? 'en' : 'el'
}
