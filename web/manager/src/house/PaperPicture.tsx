import { Loading } from '@pos/shared/ui/Loading'
import { useQuery } from '@tanstack/react-query'

import { useObjectUrl } from './object-url'

interface Props {
  /** Which paper: what is drawn again when it changes. */
  paper: readonly string[]
  /** Ask the box to draw it. */
  draw: (signal: AbortSignal) => Promise<Blob>
  /** The same in words. */
  alt: string
}

/** A paper as its printer burns it, drawn by the box from the very bytes it sends; never an old drawing. */
export function PaperPicture({ paper, draw, alt }: Props) {
  const drawn = useQuery({ queryKey: ['paper', ...paper], queryFn: ({ signal }) => draw(signal), staleTime: 0, gcTime: 0 })
  const url = useObjectUrl(drawn.data ?? null)
  if (!url) return <Loading query={drawn} skeleton={<div className="shimmer mx-auto h-80 max-w-[36rem] rounded-md" />} />
  return <img src={url} alt={alt} className="mx-auto h-auto max-w-full rounded-sm border border-border" />
}
