import { create } from 'zustand'

import { recall, remember } from '../app-name'
import el from './el.json'

/** Languages of the screens; dishes keep the words they were given. */
export type Language = 'el' | 'en'
/** Sentences by key, as in `el.json`. */
export type Messages = Record<keyof typeof el, string>

interface LanguageState {
  language: Language
  messages: Messages
}

/** The language in force. Greek is in the first load, English comes when chosen. */
export const useLanguageState = create<LanguageState>(() => ({ language: 'el', messages: el }))

/** Change the language of every screen, of `<html lang>`, and of this phone's memory. */
export async function setLanguage(language: Language): Promise<void> {
  const messages: Messages = language === 'el' ? el : (await import('./en.json')).default
  document.documentElement.lang = language
  remember('language', language)
  useLanguageState.setState({ language, messages })
}

/** The language chosen on this phone; Greek when none was. */
export function rememberedLanguage(): Language {
  return recall('language') === 'en' ? 'en' : 'el'
}
