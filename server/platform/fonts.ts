import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { create, type Font } from 'fontkit'
import subsetFont from 'subset-font'

/**
 * Faces for documents: Plus Jakarta Sans, and Noto Sans SC for whatever it lacks, Chinese first of all. Both come in
 * slices, of which only those that a text needs are loaded; a slice becomes a plain face of one weight, which PDF wants.
 */
export type Weight = 450 | 700
export type Face = Font
export type Faces = {
  /** Loads what these texts need. Call before `faceOf` is asked about them. */
  prepare(texts: Iterable<string>): Promise<void>
  faceOf(character: string, weight: Weight): Face
}

const weights: readonly Weight[] = [450, 700]
const require = createRequire(import.meta.url)
const latinSlices = ['latin', 'latin-ext', 'vietnamese', 'cyrillic-ext']
/** Stands for characters that no face has. */
const missing = '?'

type Slice = { file: string; characters: Set<number>; faces?: Map<Weight, Face> }

let slices: Slice[] | undefined

/** Names of faces in a file are those of its variable original; documents want them apart. */
async function loadFaces(slice: Slice): Promise<void> {
  const bytes = readFileSync(slice.file)
  const text = String.fromCodePoint(...slice.characters)
  slice.faces = new Map()
  for (const weight of weights) {
    const plain = await subsetFont(bytes, text, { targetFormat: 'sfnt', variationAxes: { wght: weight } })
    slice.faces.set(weight, create(plain) as Face)
  }
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

const has = (slice: Slice, point: number) =>
  slice.faces ? slice.faces.get(weights[0]!)!.hasGlyphForCodePoint(point) : slice.characters.has(point)

/** Loaded slices stay: a process sets many documents with the same words. */
export function openFaces(): Faces {
  slices ??= readSlices()
  const known = slices
  const chosen = new Map<number, Slice>()
  return {
    async prepare(texts) {
      const points = new Set(missing.codePointAt(0) === undefined ? [] : [missing.codePointAt(0)!])
      for (const text of texts) for (const character of text) points.add(character.codePointAt(0)!)
      for (const point of points) {
        if (chosen.has(point)) continue
        // A range may promise what its file lacks: the next slice that names the character is tried.
        for (const slice of known.filter((candidate) => candidate.characters.has(point))) {
          if (!slice.faces) await loadFaces(slice)
          if (!has(slice, point)) continue
          chosen.set(point, slice)
          break
        }
      }
    },
    faceOf(character, weight) {
      const slice = chosen.get(character.codePointAt(0)!) ?? chosen.get(missing.codePointAt(0)!)!
      return slice.faces!.get(weight)!
    },
  }
}
