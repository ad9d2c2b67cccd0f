import type { components } from './schema'

/** Every shape by its own name in the API's description. */
export type Schemas = components['schemas']

/** Names for the shapes on the wire; what they mean is written in the API's own schemas. */
export type Session = Schemas['SessionOut']
export type User = Schemas['UserOut']
export type Table = Schemas['TableOut']
export type TableOrder = Schemas['TableOrderOut']
export type TableGroup = Schemas['TableGroupOut']
export type Category = Schemas['CategoryOut']
export type Product = Schemas['ProductOut']
export type PreferenceSet = Schemas['PreferenceSetOut']
export type LineIn = Schemas['LineIn']
export type TableRoundIn = Schemas['TableRoundIn']
export type PayIn = Schemas['PayIn']
export type FireHeldIn = Schemas['FireHeldIn']
export type Tender = Schemas['PaymentOut']['tender']
export type Check = Schemas['CheckOut']
export type CheckLine = Schemas['CheckLineOut']
export type Payment = Schemas['PaymentOut']
export type Course = Schemas['CourseOut']
export type Order = Schemas['OrderOut']
export type Round = Schemas['RoundOut']
export type Item = Schemas['ItemOut']
export type Ticket = Schemas['TicketOut']
export type Custody = Ticket['custody']
export type Alert = Schemas['AlertOut']
export type Printer = Schemas['PrinterOut']
export type Health = Schemas['HealthOut']
export type OrderStatus = Order['status']

/** One event of `GET /api/live`: what changed, never how. Mirrors the box's own LiveEvent: OpenAPI names no stream's items. */
export interface LiveEvent {
  kind: 'hello' | 'table' | 'order' | 'print_job' | 'alert' | 'menu' | 'printer' | 'staff' | 'licence' | 'day'
  id: string
  rev: number
}
