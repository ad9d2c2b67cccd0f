import { useTables } from '@pos/shared/house/floor'
import { useCourses, useMenu } from '@pos/shared/house/menu'

/** Once the floor is there, the menu follows: a phone that loses the Wi-Fi before its first order can still take one. */
export function MenuAtHand() {
  const hasFloor = useTables().data !== undefined
  return hasFloor ? <Reader /> : null
}

function Reader() {
  useMenu()
  useCourses()
  return null
}
