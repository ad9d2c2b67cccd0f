/** Local hour at which a business day begins unless a manager closed it before; the demo's and the box's own default. */
const DAY_BEGINS = 5

/** The business day that probably runs now, `2026-06-05`; a report says which one really does. */
export function likelyToday(now = Date.now()): string {
  const day = new Date(now - DAY_BEGINS * 3_600_000)
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
}
