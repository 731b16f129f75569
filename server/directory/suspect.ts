import { domainToASCII } from 'node:url'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { maximumAskedCharacters, maximumSuspectCharacters, type SuspectKind } from '../../contract/directory.ts'

/** Country of numbers that are written without one. */
const homeCountry = 'ID'

/**
 * What somebody wants to know about. `value` is what is compared and counted: a number in E.164, a sender in capitals,
 * the domain behind a link, a whole mail address.
 */
export type Suspect = { kind: SuspectKind; value: string; understood: string; plainLink: boolean }

const mailPattern = /(?:^|[\s<:("'])([^\s@/<>"'():]+)@([^\s@/<>"'(),;:]+\.[^\s@/<>"'(),;:]+)/u
const schemePattern = /\b[a-z][a-z0-9+.-]*:\/\/\S+/iu
const hostPattern = /(?:^|[\s("'<])((?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?)/u
const phonePattern = /^(?:tel:)?\s*[+(\d][\d\s().\-/]*$/
const numberInText = /\+?\d[\d\s().\-/]{4,}\d/

/**
 * Reads a number, a link, a mail address or the name of a sender out of what was typed or pasted; of a whole message its
 * link, else its number. Never refuses: what is nothing else is the name of a sender.
 */
export function readSuspect(text: string): Suspect {
  const typed = text.normalize('NFKC').replace(/\s+/g, ' ').trim().slice(0, maximumAskedCharacters).toWellFormed()
  const { kind, value, understood, plainLink } = read(typed)
  return { kind, value: bounded(value), understood: bounded(understood), plainLink }
}

/** Letters may become more when they are written plainly, in capitals or for the network. */
const bounded = (text: string) => text.slice(0, maximumSuspectCharacters).toWellFormed()

function read(typed: string): Suspect {
  if (phonePattern.test(typed)) return readNumber(typed.replace(/^tel:/, ''))
  const link = schemePattern.exec(typed)?.[0]
  if (link) return readLink(link)
  const mail = mailPattern.exec(typed)
  if (mail) return readMail(mail[1]!, mail[2]!)
  const host = hostPattern.exec(typed)?.[1]
  if (host) return readLink(`https://${host}`)
  const number = numberInText.exec(typed)?.[0]
  if (number) return readNumber(number)
  return { kind: 'sender', value: typed.toUpperCase(), understood: typed, plainLink: false }
}

function readNumber(typed: string): Suspect {
  const parsed = parsePhoneNumberFromString(typed, { defaultCountry: homeCountry, extract: false })
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
