/** Longest sides at which a picture is searched: a code may fill it or hide in a corner. */
const searchSidesPx = [640, 1280, 2000]

/** Text of the QR code in a picture, or null. The decoder is fetched on first use. */
export async function decodePicture(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file)
  try {
    for (const sidePx of searchSidesPx) {
      const text = await decodeFrame(picture, picture.width, picture.height, sidePx)
      if (text) return text
      if (sidePx >= Math.max(picture.width, picture.height)) break
    }
    return null
  } finally {
    picture.close()
  }
}

let canvas: HTMLCanvasElement | undefined

/** Text of the QR code in one frame, drawn no larger than `sidePx`. */
export async function decodeFrame(
  frame: CanvasImageSource,
  widthPx: number,
  heightPx: number,
  sidePx: number,
): Promise<string | null> {
  const { default: jsQR } = await import('jsqr')
  const scale = Math.min(1, sidePx / Math.max(widthPx, heightPx))
  const width = Math.max(1, Math.round(widthPx * scale))
  const height = Math.max(1, Math.round(heightPx * scale))
  canvas ??= document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.fillStyle = 'white' // pictures may be transparent around the code
  context.fillRect(0, 0, width, height)
  context.drawImage(frame, 0, 0, width, height)
  return jsQR(context.getImageData(0, 0, width, height).data, width, height)?.data || null
}
