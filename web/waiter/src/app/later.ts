import '../words'

/** Pages that nobody needs in the first second: one file, fetched while the phone is idle. */
export { CheckPage } from '../features/check/CheckPage'
export { TrayPage } from '../features/outbox/TrayPage'
export { SettingsPage } from '../features/settings/SettingsPage'
export { AlertSheet } from './AlertSheet'
export { ShutScreen } from './ShutScreen'
export { TableSheet } from '../features/table-acts/TableSheet'
export { ChangeSheet } from '../features/order/ChangeSheet'
export { LinesMover } from '../features/table-acts/LinesMover'
