import { domainToASCII } from 'node:url'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { maximumAskedCharacters, maximumSuspectCharacters, type SuspectKind } from '../../contract/directory.ts'

/** Country of numbers that are written without one. */
const homeCountry = 'ID'
const numberOptions = { defaultCountry: homeCountry, extract: false } as const

/**
 * What somebody wants to know about. `value` is what is compared and counted: a number in E.164, a sender in capitals,
 * the domain behind a link, a whole mail address.
 */
export type Suspect = { kind: SuspectKind; value: string; understood: string; plainLink: boolean }

const mailPattern = /(?<=^|[\s<:("'])([^\s@/<>"'():]+)@([^\s@/<>"'(),;:]+\.[^\s@/<>"'(),;:]+)/gu
const schemePattern = /\b[a-z][a-z0-9+.-]*:\/\/\S+/giu
const hostPattern = /(?<=^|[\s("'<])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?/gu
const phonePattern = /^(?:tel:)?\s*[+(\d][\d\s().\-/]*$/
const numberInText = /\+?\d[\d\s().\-/]{4,}\d/g
/** Days and amounts are figures, too: beside something else they are no numbers to call. */
const dayPattern = /\b\d{1,4}([-/.])\d{1,2}\1\d{2,4}\b/g
const amountPattern = /\b(?:Rp|IDR)\.?\s*\d[\d.,]*/giu
/** How a number begins that is written whole: with its country, its zero, or as Indonesia's short lines do. */
const wholeNumber = /^(?:\+|0|62|1500)/
/** A sentence that was not parted from the next: "berhasil.Silakan" is no domain. */
const sentenceEnd = /\p{Ll}\.\p{Lu}\p{Ll}+$/u

/**
 * Reads every number, link and mail address out of what was typed or pasted, links first: a false message likes to name
 * something of ours as well. Never refuses, and never answers none: what is nothing else is the name of a sender.
 */
export function readSuspects(text: string): Suspect[] {
  const typed = text.normalize('NFKC').replace(/\s+/g, ' ').trim().slice(0, maximumAskedCharacters).toWellFormed()
  return read(typed).map(({ kind, value, understood, plainLink }) => {
    return { kind, value: bounded(value), understood: bounded(understood), plainLink }
  })
}

/** Letters may become more when they are written plainly, in capitals or for the network. */
const bounded = (text: string) => text.slice(0, maximumSuspectCharacters).toWellFormed()

function read(typed: string): Suspect[] {
  if (phonePattern.test(typed)) return [readNumber(typed.replace(/^tel:/, ''))]
  let rest = typed
  function takeAll(pattern: RegExp): RegExpExecArray[] {
    const found = [...rest.matchAll(pattern)]
    rest = rest.replace(pattern, ' ')
    return found
  }
  const links = takeAll(schemePattern).map(([link]) => readLink(link))
  const mails = takeAll(mailPattern).map(([, name, domain]) => readMail(name!, domain!))
  const hosts = takeAll(hostPattern).flatMap(([host]) => (sentenceEnd.test(host) ? [] : readLink(`https://${host}`)))
  const named = [...links, ...mails, ...hosts]
  const found = [...named, ...readNumbers(rest, named.length === 0)]
  return found.length > 0
    ? found
    : [{ kind: 'sender', value: typed.toUpperCase(), understood: typed, plainLink: false }]
}

/** The numbers of a message. Where it holds nothing else, its first figures are what is asked about. */
function readNumbers(text: string, alone: boolean): Suspect[] {
  const plain = text.replace(dayPattern, ' ').replace(amountPattern, ' ')
  const found = [...plain.matchAll(numberInText)].map(([number]) => number)
  const whole = found.filter((number) => wholeNumber.test(number) && isNumber(number))
  const first = alone && whole.length === 0 ? (text.match(numberInText) ?? []).slice(0, 1) : []
  return [...whole, ...first].map(readNumber)
}

const isNumber = (typed: string) => parsePhoneNumberFromString(typed, numberOptions)?.isValid() ?? false

function readNumber(typed: string): Suspect {
  const parsed = parsePhoneNumberFromString(typed, numberOptions)
  const digits = typed.replace(/[^\d+]/g, '')
  const value = parsed?.number ?? digits
  return { kind: 'phone', value, understood: parsed?.formatInternational() ?? digits, plainLink: false }
}

function readMail(name: string, domain: string): Suspect {
  const value = `${name}@${domainToASCII(domain.replace(/\.$/, '')) || domain}`.toLowerCase()
  return { kind: 'mail', value, understood: value, plainLink: false }
}

const webSchemes = new Set(['http:', 'https:'])

/** The domain that a link really leads to, in the letters of the network: what stands before an @ is no domain. */
function readLink(typed: string): Suspect {
  const address = typed.replace(/[.,;!?)\]}'"》」】。，]+$/u, '')
  if (!URL.canParse(address)) {
    const value = address.toLowerCase()
    return { kind: 'link', value, understood: value, plainLink: false }
  }
  const { protocol, hostname, port, username, password } = new URL(address)
  const value = (hostname || address).toLowerCase().replace(/\.$/, '')
  // Nobody of us hides a name before the domain or leads to another port.
  const plainLink = webSchemes.has(protocol) && username === '' && password === '' && port === ''
  return { kind: 'link', value, understood: value, plainLink }
}
