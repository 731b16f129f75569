/** Markup that is safe to send; everything else that is put into `html` is escaped. */
export interface Html {
  readonly markup: string
}

type Piece = Html | Piece[] | string | number | null | false

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return { markup: strings.reduce((text, next, at) => text + render(pieces[at - 1] ?? null) + next) }
}

function render(piece: Piece): string {
  if (piece === null || piece === false) return ''
  if (Array.isArray(piece)) return piece.map(render).join('')
  if (typeof piece === 'object') return piece.markup
  return String(piece).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
