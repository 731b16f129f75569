import type { Readable } from 'node:stream'
import { setImmediate as breathe } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import { type Face, type Faces, missing, openFaces, type Weight } from './fonts.ts'

/** A4 in points, and its borders. */
export const page = { width: 595.28, height: 841.89, border: 48 }
/** Bytes that may wait for a slow reader before the next page is set. */
const waitingBytes = 256 * 1024
const ellipsis = '…'

export type Ink = 'ink' | 'soft' | 'accent' | 'good' | 'bad' | 'line'
const inks: Record<Ink, string> = {
  ink: '#221f1c',
  soft: '#5f5a55',
  accent: '#00696b',
  good: '#1d6b3c',
  bad: '#a3261f',
  line: '#d9d4cc',
}

export type TextStyle = { size: number; weight?: Weight; ink?: Ink; align?: 'left' | 'right'; width?: number }

export type Paper = {
  /** The bytes of the PDF as they come. */
  stream: Readable
  /** Call before texts of this weight are set. */
  prepare(texts: Iterable<string>, weight: Weight): Promise<void>
  /** One line of text with its top at `y`; cut with an ellipsis where it is wider than `width`, unless it stands on the right: figures are never cut. */
  text(text: string, x: number, y: number, style: TextStyle): void
  /** Text in as many lines as it needs; answers where the next may begin. */
  lines(text: string, x: number, y: number, style: TextStyle & { width: number }): number
  rule(y: number, ink?: Ink): void
  /** Lets other documents go first for a moment; call between the lines of a long one. */
  pause(): Promise<void>
  /** Begins the next page, after what is written was taken by the reader. */
  nextPage(): Promise<void>
  end(): void
}

export type PaperAbout = { title: string; author: string; language: string; at: Date }

/** A document that is written while it is read: pages leave as soon as the next begins. */
export function openPaper(about: PaperAbout): Paper {
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    // Every word ever set would be kept until the end: more than 100 MB for 100,000 lines.
    fontLayoutCache: false,
    lang: about.language,
    displayTitle: true,
    info: { Title: about.title, Author: about.author, CreationDate: about.at, ModDate: about.at },
  })
  const stream = document as unknown as Readable
  const faces = openFaces()

  return {
    stream,
    prepare: (texts, weight) => faces.prepare([...texts, ellipsis], weight),
    text(text, x, y, style) {
      const fitting = style.width === undefined || style.align === 'right' ? text : fit(faces, text, style.width, style)
      const from = style.align === 'right' ? x + (style.width ?? 0) - widthOf(faces, fitting, style) : x
      draw(document, faces, fitting, from, y, style)
    },
    lines(text, x, y, style) {
      let at = y
      for (const line of broken(faces, text, style.width, style)) {
        draw(document, faces, line, x, at, style)
        at += style.size * 1.45
      }
      return at
    },
    rule(y, ink = 'line') {
      document
        .moveTo(page.border, y)
        .lineTo(page.width - page.border, y)
        .lineWidth(0.6)
        .strokeColor(inks[ink])
        .stroke()
    },
    pause: takeTurn,
    async nextPage() {
      document.addPage()
      while (stream.readableLength > waitingBytes && !stream.destroyed) await pause()
      if (stream.destroyed) throw new Error('nobody reads the document any more')
    },
    end: () => document.end(),
  }
}

/** One line in each turn of the press's event loop, however many documents are being set: a short one never waits for a long one. */
let turn: Promise<void> = Promise.resolve()
function takeTurn(): Promise<void> {
  turn = turn.then(() => breathe())
  return turn
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

type Run = { text: string; face: Face }

/** Neighbouring characters of the same face. */
function runsOf(faces: Faces, text: string, weight: Weight): Run[] {
  const runs: Run[] = []
  for (const character of text) {
    const last = runs.at(-1)
    const own = faces.faceOf(character, weight)
    const face = own ?? faces.faceOf(missing, weight)!
    const shown = own ? character : missing
    if (last && last.face === face) last.text += shown
    else runs.push({ text: shown, face })
  }
  return runs
}

function widthOf(faces: Faces, text: string, { size, weight = 450 }: TextStyle): number {
  return runsOf(faces, text, weight).reduce((total, run) => total + run.face.widthOf(run.text) * size, 0)
}

function fit(faces: Faces, text: string, width: number, style: TextStyle): string {
  if (widthOf(faces, text, style) <= width) return text
  const characters = Array.from(text)
  while (characters.length > 0 && widthOf(faces, characters.join('') + ellipsis, style) > width) characters.pop()
  return characters.join('').trimEnd() + ellipsis
}

/** Breaks at spaces, and between Chinese characters; a word that is wider than the line is cut where it ends. */
function broken(faces: Faces, text: string, width: number, style: TextStyle): string[] {
  const pieces = text.match(/[\p{Script=Han}\p{P}]|[^\s\p{Script=Han}]+|\s+/gu) ?? []
  const lines: string[] = ['']
  for (const piece of pieces.flatMap((word) => (widthOf(faces, word, style) > width ? Array.from(word) : [word]))) {
    const longer = lines.at(-1)! + piece
    if (widthOf(faces, longer.trimEnd(), style) <= width) lines[lines.length - 1] = longer
    else lines.push(piece.trimStart())
  }
  return lines.map((line) => line.trimEnd()).filter((line, place) => line !== '' || place === 0)
}

function draw(document: PDFKit.PDFDocument, faces: Faces, text: string, x: number, y: number, style: TextStyle) {
  const { size, weight = 450, ink = 'ink' } = style
  let at = x
  document.fillColor(inks[ink]).fontSize(size)
  for (const run of runsOf(faces, text, weight)) {
    document.font(run.face.font as unknown as string, run.face.name)
    // All faces stand on one line, whatever their own heights.
    const baseline = y + size * 1.05
    document.text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' })
    at += run.face.widthOf(run.text) * size
  }
}
