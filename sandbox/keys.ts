import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const RSA_BITS = 2048

export interface SandboxKeys {
  bankPrivate: string
  bankPublic: string
  walletPrivate: string
  walletPublic: string
}

/**
 * Makes the RSA key pairs of the bank and of the wallet in `dir` where they are missing and returns the paths of
 * the PEM files (private: PKCS 8, mode 0600; public: SPKI). Safe when two processes start at once: the first
 * private key wins, and the public key always follows from the private one.
 */
export function ensureSandboxKeys(dir: string): SandboxKeys {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const bank = ensureKeyPair(dir, 'bank')
  const wallet = ensureKeyPair(dir, 'wallet')
  return {
    bankPrivate: bank.privatePath,
    bankPublic: bank.publicPath,
    walletPrivate: wallet.privatePath,
    walletPublic: wallet.publicPath,
  }
}

function ensureKeyPair(dir: string, owner: string): { privatePath: string; publicPath: string } {
  const privatePath = path.resolve(dir, `${owner}-private.pem`)
  const publicPath = path.resolve(dir, `${owner}-public.pem`)
  const privatePem = readIfThere(privatePath) ?? createPrivate(privatePath)
  const publicPem = createPublicKey(createPrivateKey(privatePem)).export({ type: 'spki', format: 'pem' }).toString()
  if (readIfThere(publicPath) !== publicPem) {
    const temporary = `${publicPath}.${randomUUID()}`
    writeFileSync(temporary, publicPem, { mode: 0o644 })
    renameSync(temporary, publicPath)
  }
  return { privatePath, publicPath }
}

function createPrivate(privatePath: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: RSA_BITS })
  const temporary = `${privatePath}.${randomUUID()}`
  writeFileSync(temporary, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  try {
    // A hard link never replaces: whoever comes second keeps the first one's key.
    linkSync(temporary, privatePath)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(temporary)
  }
  return readFileSync(privatePath, 'utf8')
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
