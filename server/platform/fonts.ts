import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { create, type Font } from 'fontkit'
import subsetFont from 'subset-font'
import { keepShapes, type Shaped } from './shaping.ts'

/**
 * Faces for documents: Plus Jakarta Sans, and Noto Sans SC for whatever it lacks, Chinese first of all. Both come in
 * slices, of which only those that a text needs are loaded; a slice becomes a plain face of one weight, which PDF wants.
 */
export type Weight = 450 | 700
/** `name` tells it from all others, which the names within font files do not. */
export type Face = Shaped & { name: string }
export type Faces = {
  /** Loads what these texts need. Call before `faceOf` is asked about them. */
  prepare(texts: Iterable<string>, weight: Weight): Promise<void>
  /** Undefined where no face has the character. */
  faceOf(character: string, weight: Weight): Face | undefined
}

const require = createRequire(import.meta.url)
const latinSlices = ['latin', 'latin-ext', 'vietnamese', 'cyrillic-ext']
/** Stands for characters that no face has, as is usual in Chinese print. */
export const missing = '〓'

type Slice = { file: string; characters: Set<number>; faces: Map<Weight, Face> }

let slices: Slice[] | undefined

async function loadFace(slice: Slice, weight: Weight): Promise<Face> {
  const known = slice.faces.get(weight)
  if (known) return known
  const text = String.fromCodePoint(...slice.characters)
  const options = { targetFormat: 'sfnt', variationAxes: { wght: weight } } as const
  const shaped = keepShapes(create(await subsetFont(readFileSync(slice.file), text, options)) as Font)
  const face = { ...shaped, name: `${path.basename(slice.file, '.woff2')} ${weight}` }
  slice.faces.set(weight, face)
  // Each takes tens of milliseconds and more: other documents go between two of them.
  await breathe()
  return face
}

function readSlices(): Slice[] {
  const folderOf = (name: string) => path.dirname(require.resolve(`@fontsource-variable/${name}/package.json`))
  const jakarta = folderOf('plus-jakarta-sans')
  const noto = folderOf('noto-sans-sc')
  const ranges = (folder: string) =>
    Object.entries(JSON.parse(readFileSync(path.join(folder, 'unicode.json'), 'utf8')) as Record<string, string>)
  const slice = (folder: string, family: string, [name, range]: [string, string]): Slice => ({
    file: path.join(folder, 'files', `${family}-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`),
    characters: new Set(charactersOf(range)),
    faces: new Map(),
  })
  return [
    ...ranges(jakarta)
      .filter(([name]) => latinSlices.includes(name))
      .map((entry) => slice(jakarta, 'plus-jakarta-sans', entry)),
    ...ranges(noto).map((entry) => slice(noto, 'noto-sans-sc', entry)),
  ]
}

/** `U+20-7e,U+a0` as code points. */
function* charactersOf(range: string): Generator<number> {
  for (const part of range.split(',')) {
    const [from, to] = part.replace('U+', '').split('-')
    const last = Number.parseInt(to ?? from!, 16)
    for (let point = Number.parseInt(from!, 16); point <= last; point += 1) yield point
  }
}

/** Loaded slices stay: a process sets many documents with the same words. */
export function openFaces(): Faces {
  slices ??= readSlices()
  const known = slices
  const chosen: Record<Weight, Map<string, Face>> = { 450: new Map(), 700: new Map() }
  const choose = async (character: string, weight: Weight) => {
    const point = character.codePointAt(0)!
    // A range may promise what its file lacks: the next slice that names the character is tried.
    for (const slice of known.filter((candidate) => candidate.characters.has(point))) {
      const face = await loadFace(slice, weight)
      if (face.font.hasGlyphForCodePoint(point)) return chosen[weight].set(character, face)
    }
  }
  return {
    async prepare(texts, weight) {
      for (const text of [missing, ' ', ...texts])
        for (const character of text) if (!chosen[weight].has(character)) await choose(character, weight)
    },
    faceOf: (character, weight) => chosen[weight].get(character),
  }
}
