import type { Font, GlyphPosition, GlyphRun } from 'fontkit'

/** Figures of one width, where the face has them. */
const features: Record<string, boolean> = { tnum: true, kern: true }
/** Pieces of text whose shape is kept, for each face. */
const mostPieces = 5_000

type Piece = Pick<GlyphRun, 'glyphs' | 'positions' | 'advanceWidth'>
export type Shaped = {
  /** The face, for who draws. */
  font: Font
  /** In units of the size. */
  widthOf(text: string): number
}

/**
 * A face that keeps the shapes of words: shaping one costs more than all else that a document does with it, and each
 * text is shaped to fit, to be measured and to be drawn. What has digits in it is never the same twice, so it is put
 * together from its characters: figures have one width and no kerning. Words are kerned within, as pdfkit itself does it.
 */
export function keepShapes(font: Font): Shaped {
  const { unitsPerEm } = font
  const known = new Map<string, Piece>()

  function pieceOf(text: string): Piece {
    const kept = known.get(text)
    if (kept) return kept
    const { glyphs, positions, advanceWidth } = font.layout(text, features)
    if (known.size >= mostPieces) known.clear()
    const piece = { glyphs, positions, advanceWidth }
    known.set(text, piece)
    return piece
  }

  function layout(text: string): Piece {
    const glyphs: Piece['glyphs'] = []
    const positions: GlyphPosition[] = []
    let advanceWidth = 0
    for (const part of partsOf(text)) {
      const piece = pieceOf(part)
      glyphs.push(...piece.glyphs)
      // Who draws them scales them in place.
      for (const position of piece.positions) positions.push({ ...position })
      advanceWidth += piece.advanceWidth
    }
    return { glyphs, positions, advanceWidth }
  }

  return {
    font: Object.create(font, { layout: { value: layout } }) as Font,
    widthOf: (text) => partsOf(text).reduce((width, part) => width + pieceOf(part).advanceWidth, 0) / unitsPerEm,
  }
}

function partsOf(text: string): string[] {
  const words = text.match(/\S*\s|\S+/g) ?? []
  return words.flatMap((word) => (/\d/.test(word) ? Array.from(word) : [word]))
}
