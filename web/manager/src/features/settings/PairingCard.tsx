import { api, ask } from '@pos/shared/api/client'
import { useT } from '@pos/shared/i18n/translate'
import { Loading } from '@pos/shared/ui/Loading'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { encode } from 'uqr'

/** A code for a phone's camera: it opens the waiter app at the box's address. */
export function PairingCard() {
  const t = useT()
  const pairing = useQuery({ queryKey: ['system', 'pairing'], queryFn: ({ signal }) => ask(api.GET('/api/system/pairing', { signal })) })
  return (
    <section className="flex flex-col gap-3 rounded-md border border-surface-2 bg-surface p-4">
      <h2 className="text-lg font-semibold">{t('pairing.title')}</h2>
      <p className="text-text-2">{t('pairing.hint')}</p>
      {!pairing.data && <Loading query={pairing} skeleton={<div className="shimmer size-56 rounded-md" />} />}
      {pairing.data && (
        <>
          <QrCode text={pairing.data.url} label={t('pairing.code', { url: pairing.data.url })} />
          <p className="text-lg font-semibold break-all" data-pairing>
            {pairing.data.url}
          </p>
          {pairing.data.others.length > 0 && (
            <p className="text-sm break-all text-text-2">
              {t('pairing.others')} {pairing.data.others.join(', ')}
            </p>
          )}
        </>
      )}
    </section>
  )
}

/** Black on white whatever the theme, with the quiet zone that cameras need. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data, size: modules } = encode(text, { border: 4 })
    const dots = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    return { size: modules, path: dots.join('') }
  }, [text])
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" className="size-56 rounded-sm bg-[#fff]">
      <path d={path} fill="#000" />
    </svg>
  )
}
