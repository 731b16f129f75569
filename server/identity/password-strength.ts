import { Worker } from 'node:worker_threads'
import type { Figures } from '../../contract/refusals.ts'
import { createLimiter } from '../platform/limiter.ts'
import { refuse } from '../platform/refusals.ts'
import { phoneDigits } from './phone.ts'

export const minimumLength = 10
/** Longest password; the wire takes more, so that the answer can say why. */
const maximumLength = 128
/** 0 to 4; 3 means safe against guessing where wrong tries are counted or hashes are slow (zxcvbn, Wheeler 2016). */
const minimumScore = 3
/** The estimate looks at this many characters: its time grows steeply, and a strong beginning makes the whole strong. */
const charactersJudged = 32
/** What must be left of a password when its owner's name and number are taken out of it. */
const charactersBesidePersonal = 6
const personalWordMinimum = 3
/** Estimates that may wait for the one worker. */
const queueLimit = 100

type Reason = Figures<'password_weak'>['reason']
export type Owner = { name: string; phone: string }
export type Question = { password: string; personal: string[] }
export type Estimate = { score: number; pattern: 'repeat' | 'common' | 'other' }

export type PasswordJudge = {
  /** Undefined for a strong password, else `password_weak` with its reason. */
  judge(password: string, owner: Owner): Promise<ReturnType<typeof refuse<'password_weak'>> | undefined>
  close(): Promise<void>
}

/** Judges passwords in a thread of its own: an estimate may take a tenth of a second, and payments do not wait for it. */
export function createPasswordJudge(): PasswordJudge {
  const limiter = createLimiter({ concurrency: 1, queueLimit })
  let worker: Worker | undefined
  let pending: { resolve(estimate: Estimate): void; reject(error: Error): void } | undefined

  function startWorker(): Worker {
    const started = new Worker(new URL('./password-strength.worker.ts', import.meta.url))
    started.on('message', (estimate: Estimate) => pending?.resolve(estimate))
    started.on('error', (error: Error) => pending?.reject(error))
    started.on('exit', () => {
      if (worker === started) worker = undefined
      pending?.reject(new Error('the worker that judges passwords ended'))
    })
    return started
  }

  function estimate(password: string, personal: string[]): Promise<Estimate> {
    worker ??= startWorker()
    const current = worker
    const question: Question = { password, personal }
    current.ref()
    return new Promise<Estimate>((resolve, reject) => {
      pending = { resolve, reject }
      current.postMessage(question)
    }).finally(() => {
      pending = undefined
      current.unref()
    })
  }

  return {
    async judge(password, owner) {
      const plain = plainReason(password, owner)
      if (plain) return weak(plain)
      const beginning = password.slice(0, charactersJudged)
      const { score, pattern } = await limiter.run(() => estimate(beginning, personalWords(owner)))
      if (score >= minimumScore) return undefined
      return weak(pattern === 'repeat' ? 'repeated' : pattern === 'common' ? 'too_common' : 'easy_to_guess')
    },
    async close() {
      await worker?.terminate()
    },
  }
}

function weak(reason: Reason) {
  return refuse('password_weak', { reason, minimumLength })
}

/** What can be told without a dictionary. */
function plainReason(password: string, owner: Owner): Reason | undefined {
  const length = [...password].length
  if (length < minimumLength) return 'too_short'
  if (length > maximumLength) return 'too_long'
  if (new Set(password.toLowerCase()).size === 1) return 'repeated'
  return isPersonal(password, owner) ? 'personal' : undefined
}

/** Whether hardly anything is left once name and phone number are taken out. */
function isPersonal(password: string, owner: Owner): boolean {
  const all = bare(password)
  let rest = all
  for (const word of personalWords(owner)) rest = rest.replaceAll(word, '')
  return rest.length < all.length && rest.length < charactersBesidePersonal
}

/** Longest first, so that a part never hides the whole. */
function personalWords({ name, phone }: Owner): string[] {
  const parts = name.split(/\s+/).map(bare)
  const numbers = phoneDigits(phone).flatMap((digits) => [digits, digits.slice(-8), digits.slice(-6)])
  const words = new Set([bare(name), ...parts, ...numbers].filter((word) => word.length >= personalWordMinimum))
  return [...words].toSorted((one, other) => other.length - one.length)
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
