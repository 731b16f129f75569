/** SHA-256 and Ed25519 as browsers and Node have them alike (WebCrypto), and bytes as hexadecimal text. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The text is checked before: an even number of hexadecimal digits. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length / 2)
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = Number.parseInt(text.slice(2 * index, 2 * index + 2), 16)
  return bytes
}

export async function sha256OfText(text: string): Promise<string> {
  return toHex(await sha256(new TextEncoder().encode(text)))
}

/** Whether this browser can check Ed25519 signatures; older ones cannot. */
export async function canCheckSignatures(): Promise<boolean> {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(32).fill(1), 'Ed25519', true, ['verify'])
    return true
  } catch {
    return false
  }
}

export async function isSignedBy(publicKey: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>, text: string) {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', true, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, signature, new TextEncoder().encode(text))
  } catch {
    return false
  }
}

/** Id of an operator's key: the beginning of its SHA-256. */
export async function keyIdOf(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex((await sha256(publicKey)).slice(0, 8))
}

/** The Ed25519 public keys in PEM (SPKI) that a text holds, each 32 bytes as hexadecimal text: a file, or our published list. */
export function publicKeysOf(text: string): string[] {
  const bodies = text
    .replaceAll('\\n', '\n')
    .matchAll(/-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]{40,80})-----END PUBLIC KEY-----/g)
  return Array.from(bodies, ([, body]) => {
    const bytes = atob(body!.replace(/\s/g, ''))
    return toHex(Uint8Array.from(bytes, (character) => character.charCodeAt(0)))
  })
    .filter((hex) => hex.length === 88 && hex.startsWith(spkiOfEd25519))
    .map((hex) => hex.slice(spkiOfEd25519.length))
}
const spkiOfEd25519 = '302a300506032b6570032100'

/** JSON with sorted names and no spaces: the same value always gives the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`
}
