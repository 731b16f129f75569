/** Takes the place of what was left out. */
const omission = '…'

const addresses = /[^\s@]+@[^\s@]+/g
const links = /\b(?:https?:\/\/|www\.)\S+/gi
/** Four digits or more, however they are grouped: phone numbers, cards, codes, amounts. Three say nothing of anybody. */
const longNumbers = /\+?\p{Nd}(?:[\s.,\-()/]*\p{Nd}){3,}/gu

/**
 * A text that strangers typed, without what could name or number a person: e-mail addresses, links, long numbers. At most
 * `maximum` characters: some letters become more when they are written plainly.
 */
export function withoutPersonalData(text: string, maximum: number): string {
  return text
    .normalize('NFKC')
    .replace(links, omission)
    .replace(addresses, omission)
    .replace(longNumbers, omission)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maximum)
    .toWellFormed()
}
