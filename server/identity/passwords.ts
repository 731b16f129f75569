import { hash, verify } from '@node-rs/argon2'
import { createLimiter } from '../platform/limiter.ts'

/** Argon2id with the figures of OWASP's Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane). */
const argon2id = 2
const options = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Hashes at once: the rest of the process keeps threads and memory, however many people sign in. */
const concurrency = 2
const queueLimit = 100
/** Of a random text that nobody kept: checking against it takes as long as against a real one. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$dOw0VMnQxbRNpzEXhsYWpA$ZFpfVaRpC/3mDvJzJv0wbzDy8WIifboA+h9e0dij5IE'

export type Passwords = {
  /** Rejects with `QueueFull` when too many wait, which the web server answers with `overloaded`. */
  hash(password: string): Promise<string>
  /** Whether the password is the one of the hash; without a hash it takes the same time and is false. */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>
}

export function createPasswords(): Passwords {
  const limiter = createLimiter({ concurrency, queueLimit })
  return {
    hash: (password) => limiter.run(() => hash(password.normalize('NFC'), options)),
    async verify(passwordHash, password) {
      const right = await limiter.run(() => verify(passwordHash ?? nobodysHash, password.normalize('NFC')))
      return right && passwordHash !== undefined
    },
  }
}
