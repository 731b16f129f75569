/**
 * A random id for a message or a payment: 128 bits as text. Make one when the person confirms and keep it until the
 * outcome is known. (`crypto.randomUUID` exists on https only; a wallet may be tried on a plain local address.)
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
