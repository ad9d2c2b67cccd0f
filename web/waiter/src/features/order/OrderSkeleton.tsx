/** The order screen before its first answer: same places, nothing in them. */
export function OrderSkeleton() {
  return (
    <div className="flex h-[calc(100dvh-3rem)] flex-col justify-end gap-2 p-3">
      <div className="flex flex-wrap gap-2">
        {Array.from({ length: 8 }, (_, place) => (
          <div key={place} className="shimmer h-16 basis-[calc(50%-0.25rem)] rounded-md" />
        ))}
      </div>
      <div className="h-29" />
      <div className="shimmer h-12 rounded-md" />
      <div className="shimmer h-16 rounded-md" />
    </div>
  )
}
