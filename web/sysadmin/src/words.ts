import type own from './words/el.json'

declare module '@pos/shared/i18n/language' {
  interface KeysOfApps {
    sysadmin: keyof typeof own
  }
}
