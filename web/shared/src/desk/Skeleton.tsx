/** Lines in the shape of a list that is coming. */
export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className="flex flex-col gap-2 py-2">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="shimmer h-14 rounded-md" />
      ))}
    </div>
  )
}

/** Cards that are coming. */
export function CardsSkeleton({ cards = 6 }: { cards?: number }) {
  return (
    <div className="grid gap-3 py-2 sm:grid-cols-2 xl:grid-cols-3">
      {Array.from({ length: cards }, (_, card) => (
        <div key={card} className="shimmer h-44 rounded-md" />
      ))}
    </div>
  )
}
