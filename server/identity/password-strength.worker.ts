import { parentPort } from 'node:worker_threads'
import { type Match, ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { dictionary as indonesian } from '@zxcvbn-ts/language-id'
import { passwordHabits } from './password-habits.ts'
import type { Estimate, Question } from './password-strength.ts'

/** Spellings such as "p4ssw0rd" that are tried: each costs a whole search. */
const l33tMaxSubstitutions = 8
/** Share of the password that one pattern must cover to be named as the reason. */
const shareThatNames = 0.5
const separators = /[\s._-]+/g

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english, ...indonesian, habits: passwordHabits },
  graphs: adjacencyGraphs,
  l33tMaxSubstitutions,
})

parentPort!.on('message', ({ password, personal }: Question) => {
  const asTyped = estimate(password, personal)
  // The estimate takes a space for something to guess; who guesses leaves it out as well.
  const joined = password.replace(separators, '')
  const together = joined === password ? asTyped : estimate(joined, personal)
  parentPort!.postMessage(together.score < asTyped.score ? together : asTyped)
})

function estimate(password: string, personal: string[]): Estimate {
  const { score, sequence } = zxcvbn.check(password, personal)
  return { score, pattern: leadingPattern(sequence, password.length) }
}

function leadingPattern(sequence: Match[], length: number): Estimate['pattern'] {
  const longest = sequence.toSorted((one, other) => other.token.length - one.token.length)[0]
  if (!longest || longest.token.length < length * shareThatNames) return 'other'
  if (longest.pattern === 'repeat') return 'repeat'
  return longest.pattern === 'dictionary' && /^(passwords|habits)/.test(longest.dictionaryName) ? 'common' : 'other'
}
