import { create } from 'zustand'

import { recall, remember } from './app-name'

/** `auto` follows the phone. */
export type Theme = 'auto' | 'light' | 'dark'
/** Percent of the usual size. */
export type TextSize = '100' | '115' | '130'

/** The hand that holds the phone: what the thumb needs most is on its side. */
export type Hand = 'right' | 'left'

interface Preferences {
  theme: Theme
  textSize: TextSize
  hand: Hand
  /** A sound with each alert, where the browser allows it. */
  sound: boolean
  /** The screen stays on while the app is in front, where the browser can. */
  keepAwake: boolean
}

/** How this phone likes its screens. */
export const usePreferences = create<Preferences>(() => ({
  theme: 'auto',
  textSize: '100',
  hand: 'right',
  sound: true,
  keepAwake: false,
}))

const THEMES: readonly string[] = ['auto', 'light', 'dark']
const SIZES: readonly string[] = ['100', '115', '130']

/** Read what this phone remembers and follow its dark mode; call once, before the first paint. */
export function restorePreferences(): void {
  const theme = recall('theme') ?? ''
  const textSize = recall('text-size') ?? ''
  usePreferences.setState({
    theme: THEMES.includes(theme) ? (theme as Theme) : 'auto',
    textSize: SIZES.includes(textSize) ? (textSize as TextSize) : '100',
    hand: recall('hand') === 'left' ? 'left' : 'right',
    sound: recall('sound') !== 'off',
    keepAwake: recall('keep-awake') === 'on',
  })
  prefersDark().addEventListener('change', apply)
  apply()
}

/** Change one, at once and for the next time. */
export function prefer(change: Partial<Preferences>): void {
  usePreferences.setState(change)
  if (change.theme) remember('theme', change.theme)
  if (change.textSize) remember('text-size', change.textSize)
  if (change.hand) remember('hand', change.hand)
  if (change.sound !== undefined) remember('sound', change.sound ? 'on' : 'off')
  if (change.keepAwake !== undefined) remember('keep-awake', change.keepAwake ? 'on' : 'off')
  apply()
}

function apply(): void {
  const { theme, textSize, hand } = usePreferences.getState()
  const { dataset } = document.documentElement
  dataset.theme = theme === 'auto' ? (prefersDark().matches ? 'dark' : 'light') : theme
  dataset.textSize = textSize
  dataset.hand = hand
}

function prefersDark(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)')
}
