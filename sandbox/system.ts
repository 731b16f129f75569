import { randomBytes, randomInt } from 'node:crypto'
import type { Clock, Ids } from './clock.ts'

export const systemClock: Clock = () => new Date()

export const systemIds: Ids = {
  digits(length) {
    let text = String(randomInt(1, 10))
    while (text.length < length) text += String(randomInt(0, 10))
    return text
  },
  secret: () => randomBytes(32).toString('base64url'),
}
