import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The operator's key: it signs sealed blocks and receipts. The private half never leaves this object. */
export type SealKey = {
  id: string
  /** 32 bytes, hexadecimal. */
  publicKey: string
  publicKeyPem: string
  /** Ed25519, hexadecimal. */
  sign(text: string | Buffer): string
}

/**
 * Reads the Ed25519 key (PEM, PKCS8) that the operator names, or the one under the data folder, which is made on first
 * start. Throws with the variable's name where the file is not such a key.
 */
export function readSealKey(given: string | undefined, dataFolder: string): SealKey {
  const file = given ?? path.join(dataFolder, 'seal-key.pem')
  if (given === undefined && !existsSync(file)) makeKey(file)
  let key: KeyObject
  try {
    key = createPrivateKey(readFileSync(file))
  } catch {
    throw new Error(`DOMPET_SEAL_KEY_FILE: there is no private key in PEM in ${file}`)
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('DOMPET_SEAL_KEY_FILE: must be an Ed25519 key')
  return toSealKey(key)
}

function makeKey(file: string) {
  mkdirSync(path.dirname(file), { recursive: true })
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  try {
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    // Another process that starts at the same time was first: its key is the one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

const spkiPrefixBytes = 12

export function toSealKey(key: KeyObject): SealKey {
  const publicHalf = createPublicKey(key)
  const raw = publicHalf.export({ type: 'spki', format: 'der' }).subarray(spkiPrefixBytes)
  return {
    id: hash('sha256', raw, 'hex').slice(0, 16),
    publicKey: raw.toString('hex'),
    publicKeyPem: publicHalf.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (text) => sign(null, Buffer.from(text), key).toString('hex'),
  }
}
