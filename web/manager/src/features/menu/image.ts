/** Longest side of a dish's picture, px. */
const LONGEST = 640
/** What a picture may weigh, bytes. */
const HEAVIEST = 80_000

/** A picture as the menu keeps it: at most 640 px WebP of under 80 kB. Throws when the file is no picture. */
export async function shrunk(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  let made = await webp(canvas, 0.8)
  for (let quality = 0.65; made.size > HEAVIEST && quality > 0.1; quality -= 0.15) made = await webp(canvas, quality)
  return made
}

function webp(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('This browser makes no WebP.'))), 'image/webp', quality)
  })
}
