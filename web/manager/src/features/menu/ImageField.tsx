import { api, ask } from '@pos/shared/api/client'
import { useT } from '@pos/shared/i18n/translate'
import { Button } from '@pos/shared/ui/Button'
import { ImagePlus, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { useObjectUrl } from '../../house/object-url'
import { Fault } from '../../ui/Fault'
import { shrunk } from './image'
import { useMenuAct } from './menu-data'

interface Props {
  /** Of the picture that the box has. */
  url: string | null
  /** One that was chosen and is not sent yet. */
  picture: Blob | null
  onChoose: (picture: Blob | null) => void
  productId: number | undefined
}

/** The dish's picture: chosen before the dish exists if need be, made small here, sent after the dish is stored. */
export function ImageField({ url, picture, onChoose, productId }: Props) {
  const t = useT()
  const [isWrong, setWrong] = useState(false)
  const drop = useMenuAct()
  const shown = useObjectUrl(picture) ?? url
  const choose = async (file: File | undefined) => {
    if (!file) return
    setWrong(false)
    try {
      onChoose(await shrunk(file))
    } catch {
      setWrong(true)
    }
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {shown && <img src={shown} alt={t('menu.picture')} width={80} height={80} className="size-20 rounded-md object-cover" />}
      <label className="inline-flex min-h-12 cursor-pointer items-center gap-2 rounded-md border border-border bg-surface px-3 has-focus-visible:outline-3 has-focus-visible:outline-accent">
        <ImagePlus aria-hidden size={20} /> {shown ? t('menu.otherPicture') : t('menu.choosePicture')}
        <input type="file" accept="image/png,image/jpeg,image/webp" className="sr-only" onChange={(event) => void choose(event.target.files?.[0])} />
      </label>
      {picture && (
        <Button onClick={() => onChoose(null)}>
          <Trash2 aria-hidden size={20} /> {t('menu.dropPicture')}
        </Button>
      )}
      {!picture && url && productId && (
        <Button
          disabled={drop.isPending}
          onClick={() => drop.mutate(() => ask(api.DELETE('/api/products/{product_id}/image', { params: { path: { product_id: productId } } })))}
        >
          <Trash2 aria-hidden size={20} /> {t('menu.dropPicture')}
        </Button>
      )}
      {picture && <span className="text-sm text-text-2">{t('menu.pictureSize', { kb: Math.ceil(picture.size / 1000) })}</span>}
      {isWrong && <p role="alert" className="font-semibold text-problem">{t('menu.noPicture')}</p>}
      <Fault error={drop.error} />
    </div>
  )
}
