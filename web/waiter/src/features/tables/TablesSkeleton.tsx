/** The floor before its first answer. */
export function TablesSkeleton() {
  return (
    <>
      <div className="pt-3 pb-1.5">
        <div className="shimmer h-7 w-28 rounded-sm" />
      </div>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(4.4rem,1fr))] gap-2">
        {Array.from({ length: 20 }, (_, place) => (
          <div key={place} className="shimmer h-[5.75rem] rounded-md" />
        ))}
      </div>
    </>
  )
}
