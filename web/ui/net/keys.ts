// `crypto.randomUUID` exists on https only, and a wallet may be tried on a plain local address.

/**
 * A random id for a message or a payment: 128 bits as text. Make one when the person confirms and keep it until the
 * outcome is known.
 */
export function newKey(): string {
  return hexOf(randomBytes())
}

/** A random id where the contract asks for a UUID: version 4 of RFC 9562. */
export function newUuid(): string {
  const bytes = randomBytes()
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const randomBytes = () => crypto.getRandomValues(new Uint8Array(16))
const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
