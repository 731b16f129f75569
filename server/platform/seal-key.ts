import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigFault } from './config-fault.ts'
import { keepOnce } from './keep-once.ts'

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
  if (given === undefined) keepOnce(file, makeKey)
  let key: KeyObject
  try {
    key = createPrivateKey(readFileSync(file))
  } catch {
    throw new ConfigFault([`DOMPET_SEAL_KEY_FILE: there is no private key in PEM in ${file}`])
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new ConfigFault(['DOMPET_SEAL_KEY_FILE: must be an Ed25519 key'])
  return toSealKey(key)
}

function makeKey(): string | Buffer {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
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
