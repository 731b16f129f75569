import { fileTypeFromBuffer } from 'file-type'
import sharp, { type Sharp } from 'sharp'
import { maximumFileBytes, pictureTypes } from '../../contract/chat.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { createBatches } from './batches.ts'
import { refuse } from './refusals.ts'

/** Most pixels that are decoded: the cameras of phones stay below, a bomb does not. */
const maximumPixels = 50_000_000
/** Longest side that is kept: a receipt stays readable. */
const maximumSidePx = 2_560
const encodeTimeoutSeconds = 15
/** Pictures in work at once, and those that may wait; each costs memory. */
const atOnce = 2
const waitingLimit = 20

export type Picture = { bytes: Buffer; type: string; extension: string; widthPx: number; heightPx: number }

// One thread for each picture leaves the machine to the conversations.
sharp.concurrency(1)

const works = createBatches<Buffer, Picture | Refusal>(
  { lanes: atOnce, batchLimit: 1, queueLimit: waitingLimit },
  () => [],
  async ([bytes]) => [await encode(bytes!)],
)

/**
 * A picture from outside as one of our own: its type is judged by its content, never by its name, and it is decoded and
 * encoded anew, so that metadata (places, devices) and whatever else was hidden in the file stay behind. Throws
 * `QueueFull` when too many wait. Refusals: file_type_refused, file_too_large.
 */
export function takePicture(bytes: Buffer): Promise<Picture | Refusal> {
  return works.submit(bytes)
}

const outputs = {
  'image/png': { extension: 'png', encode: (picture: Sharp) => picture.png() },
  'image/jpeg': { extension: 'jpg', encode: (picture: Sharp) => picture.jpeg({ quality: 85, mozjpeg: false }) },
  'image/webp': { extension: 'webp', encode: (picture: Sharp) => picture.webp({ quality: 85 }) },
} as const

async function encode(bytes: Buffer): Promise<Picture | Refusal> {
  const found = (await fileTypeFromBuffer(bytes))?.mime
  const known = pictureTypes.find((type) => type === found)
  if (!known) return refuse('file_type_refused', { allowed: [...pictureTypes] })
  const type = known === 'image/gif' ? 'image/png' : known
  const { extension, encode: encodeAs } = outputs[type]
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > maximumPixels) return refuse('file_too_large', { limitBytes: maximumFileBytes })
    const upright = sharp(bytes, { limitInputPixels: maximumPixels, failOn: 'error', sequentialRead: true })
      .timeout({ seconds: encodeTimeoutSeconds })
      .rotate()
      .resize({ width: maximumSidePx, height: maximumSidePx, fit: 'inside', withoutEnlargement: true })
    const { data, info } = await encodeAs(upright).toBuffer({ resolveWithObject: true })
    return { bytes: data, type, extension, widthPx: info.width, heightPx: info.height }
  } catch {
    // Whatever the decoder could not read is no picture to us.
    return refuse('file_type_refused', { allowed: [...pictureTypes] })
  }
}
