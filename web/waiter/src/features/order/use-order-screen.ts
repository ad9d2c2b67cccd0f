import { useMenu } from '@pos/shared/house/menu'
import { useOrder } from '@pos/shared/house/order'
import { useTables } from '@pos/shared/house/floor'
import { useMemo } from 'react'

/** Everything the order screen reads: its table, the menu, and the order that is open on it. */
export function useOrderScreen(tableId: number) {
  const tables = useTables()
  const menu = useMenu()
  const table = tables.data?.find((one) => one.id === tableId)
  const mine = table?.order?.is_mine === false ? null : (table?.order?.id ?? null)
  const order = useOrder(mine)
  const products = useMemo(() => new Map(menu.data?.products.map((product) => [product.id, product])), [menu.data])
  return { tables, menu, table, order: order.data, products }
}
