import { readSpellings } from './spellings.ts'

/** Near words that mean the same here, and how people shorten. */
const spellings = readSpellings(`
  login: signin logon
  receive: received recieve recieved
  lost: lose losing
  forgot: forget forgotten
  stolen: stole steal theft
  sent: send sending sends
  paid: pay paying pays payed payment payments
  transfer: transferred transferring transfers
  phone: mobile handphone cellphone smartphone
  shop: store merchant seller
  code: otp
  big: bigger large larger
  old: elderly older
  create: make making open
  complain: complaint complaints complaining complained
`)

const emptyWords = new Set(
  `
    a an the i im me my mine you your we our us it its is are was were be been do does did done can could will
    would should to of for in on at by with from into and or but if so that this there what which who how why
    where has have had just please now any some as up out am ive not no yes
  `
    .trim()
    .split(/\s+/),
)

const shortestStem = 3

/** Plural, -ing, -ed and -ly off: enough for short questions, and the same on both sides. */
function stem(word: string): string {
  const rest = word.replace(/(?:ies|ing|ed|es|s|ly)$/, '')
  return rest.length >= shortestStem ? rest.replace(/(.)\1$/, '$1') : word
}

/** The words of English text: near words read as one, empty words left out, the rest stemmed. */
export function englishWords(words: readonly string[]): string[] {
  return words
    .map((word) => spellings.get(word) ?? word)
    .filter((word) => !emptyWords.has(word))
    .map(stem)
}
