import type { Terms } from './search-words.ts'

type Piece = { text: string; hit: boolean }

/** Characters of a text that are shown around the first hit. */
const excerptCharacters = 160
const leadCharacters = 50
/** Figures in a row that may be a phone number, an account or a code. */
const longFigures = /\p{Nd}(?:[\p{Nd} .-]*\p{Nd}){3,}/gu

/** An address to write to: contact as much as a phone number is. */
const mailAddress = /[^\s@<>,;]+@[^\s@<>,;]+/gu

/** The part of a text around what was looked for, in pieces; where the person is masked, without long figures and addresses. */
export function excerptOf(text: string, terms: Terms, masked: boolean): Piece[] {
  const whole = (masked ? text.replaceAll(longFigures, '•••').replaceAll(mailAddress, '•••') : text).replaceAll(
    /\s+/g,
    ' ',
  )
  const forms = terms.flat().filter((form) => form.length > 0)
  const pattern = forms.length > 0 ? new RegExp(forms.map(literally).join('|'), 'giu') : undefined
  const first = pattern ? whole.search(pattern) : 0
  const from = first > leadCharacters ? first - leadCharacters : 0
  const part = [...whole.slice(from)].slice(0, excerptCharacters).join('')
  const shown = `${from > 0 ? '…' : ''}${part}${from + part.length < whole.length ? '…' : ''}`
  return pattern ? split(shown, pattern) : [{ text: shown, hit: false }]
}

function literally(form: string): string {
  return form.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function split(text: string, pattern: RegExp): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), hit: false })
    pieces.push({ text: match[0], hit: true })
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false })
  return pieces
}
