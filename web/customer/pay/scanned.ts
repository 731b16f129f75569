import type { Target } from '../../../contract/payments.ts'

/** Longest QRIS payload that the contract takes. */
const maximumPayloadCharacters = 512

const checkoutPath = /^\/pay\/([^/]+)$/
const checkoutIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A link that was cut off on its way names no checkout that could be asked for. */
export const isCheckoutId = (text: string): boolean => checkoutIdPattern.test(text)

/**
 * What a scanned or pasted text asks to be paid: a checkout link, or else a QRIS code, which the server reads and, where
 * it is none, refuses with the reason. Null where there is nothing to read.
 */
export function readScanned(text: string): Target | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const checkoutId = checkoutIdOf(trimmed)
  if (checkoutId) return { kind: 'checkout', checkoutId }
  return { kind: 'qris', payload: trimmed.slice(0, maximumPayloadCharacters) }
}

function checkoutIdOf(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const id = checkoutPath.exec(new URL(text).pathname)?.[1]
  return id && isCheckoutId(id) ? id.toLowerCase() : undefined
}
