import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../../server/ledger/book.ts'
import type { Answer, Asked, Leg } from './checker.ts'
import type { History } from './history.ts'
import type { Random } from './random.ts'
import type { Customer, World } from './world.ts'

const retryPauseMs = 100
const holdForMs = 3_600_000
const remembered = 300

type Drawn = { actorId: string; key: string; asks: Asked; operation: object; legs: Leg[] }
type Hold = { id: string; account: string; amountMinor: bigint }

export type Holders = { kill(): Promise<void>; start(): void; count(): number; stop(): Promise<void>; abandon(): void }

/** Callers of the ledger's verb: they place holds, settle and release them, also twice, and move money in three legs. */
export function startHolders(url: string, world: World, history: History, random: Random, clients: number): Holders {
  const accounts = world.customers.map(({ accountId }) => accountId)
  const holds: Hold[] = []
  const earlier: Drawn[] = []
  const waiting = new Map<number, (outcome: Outcome | null) => void>()
  let child: ChildProcess | undefined
  let lines = 0
  let stopped = false
  let abandoned = false
  let done = 0

  function start() {
    const started = spawn(process.execPath, [path.join(import.meta.dirname, 'holder.ts'), url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    started.stdin!.on('error', () => {})
    createInterface({ input: started.stdout! }).on('line', (text) => {
      const { line, outcome } = JSON.parse(text) as { line: number; outcome: Outcome | null }
      waiting.get(line)?.(outcome)
      waiting.delete(line)
    })
    child = started
  }

  /** Nobody is told anything by what is dead; what it had said before is heard to the end. */
  async function kill() {
    const dying = child!
    const closed = new Promise((resolve) => dying.once('close', resolve))
    dying.kill('SIGKILL')
    await closed
    for (const resolve of waiting.values()) resolve(null)
    waiting.clear()
  }

  function ask(drawn: Drawn): Promise<Outcome | null> {
    lines += 1
    const line = lines
    const { actorId, key, operation } = drawn
    return new Promise((resolve) => {
      waiting.set(line, resolve)
      child!.stdin!.write(`${JSON.stringify({ line, actorId, key, operation })}\n`)
    })
  }

  async function runClient() {
    while (!stopped) {
      const drawn = earlier.length > 0 && random.chance(0.08) ? tryAgain(random.pick(earlier)) : draw()
      await carryOut(drawn)
    }
  }

  async function carryOut(drawn: Drawn) {
    while (!abandoned) {
      if (await askOnce(drawn)) return
      if (random.chance(0.1)) return
      await sleep(retryPauseMs)
    }
  }

  async function askOnce(drawn: Drawn): Promise<boolean> {
    const { actorId, key, asks, operation, legs } = drawn
    const call = history.send({ name: `ledger ${actorId} ${key}`, body: JSON.stringify(operation), asks })
    const outcome = await ask(drawn)
    if (!outcome) return false
    history.tell(call, toAnswer(outcome, legs))
    if ('done' in outcome && asks.kind === 'hold')
      holds[holds.length < remembered ? holds.length : random.below(remembered)] = { id: outcome.done, ...asks }
    done += 1
    return true
  }

  /** The same again, or another operation under its key. */
  function tryAgain(known: Drawn): Drawn {
    if (random.chance(0.6)) return known
    const { actorId, key } = known
    return { ...draw(), actorId, key }
  }

  function draw(): Drawn {
    const { id: actorId, accountId: account }: Customer = random.pick(world.customers)
    const amountMinor = BigInt(2 + random.below(2_000)) * 100n
    const named = { actorId, key: randomUUID() }
    const drawn =
      holds.length > 0 && random.chance(0.55)
        ? { ...named, ...closing(random.pick(holds)) }
        : random.chance(0.75)
          ? { ...named, ...placing(account, amountMinor) }
          : { ...named, ...moving(account, amountMinor) }
    earlier[earlier.length < remembered ? earlier.length : random.below(remembered)] = drawn
    return drawn
  }

  function placing(account: string, amountMinor: bigint) {
    const expiresAt = new Date(Date.now() + holdForMs).toISOString()
    const operation = { kind: 'hold', accountId: account, amountMinor: String(amountMinor), expiresAt }
    return { asks: { kind: 'hold', account, amountMinor } as const, operation, legs: [] }
  }

  function closing({ id, account, amountMinor }: Hold) {
    if (random.chance(0.4))
      return {
        asks: { kind: 'release', hold: id } as const,
        operation: { kind: 'release', holdId: id, accountId: account },
        legs: [],
      }
    const legs = threeLegs(account, amountMinor)
    const operation = { kind: 'settle', holdId: id, entryKind: 'captured', legs: legs.map(toWire) }
    return { asks: { kind: 'settle', hold: id } as const, operation, legs }
  }

  function moving(account: string, amountMinor: bigint) {
    const legs = threeLegs(account, amountMinor)
    const operation = { kind: 'entry', entryKind: 'moved', legs: legs.map(toWire) }
    return { asks: { kind: 'move' } as const, operation, legs }
  }

  /** Amount and fee. */
  function threeLegs(from: string, amountMinor: bigint): Leg[] {
    const to = random.pick(accounts.filter((account) => account !== from))
    return [
      { account: from, amountMinor: -amountMinor },
      { account: to, amountMinor: amountMinor - 100n },
      { account: world.feesAccountId, amountMinor: 100n },
    ]
  }

  start()
  const running = Promise.all(Array.from({ length: clients }, runClient))
  running.catch(() => {})
  return {
    kill,
    start,
    count: () => done,
    async stop() {
      stopped = true
      await running
      for (const drawn of earlier.slice(0, 100)) await askOnce(drawn)
      await kill()
    },
    abandon() {
      stopped = true
      abandoned = true
      child?.kill('SIGKILL')
    },
  }
}

const toWire = ({ account, amountMinor }: Leg) => ({ accountId: account, amountMinor: String(amountMinor) })

function toAnswer(outcome: Outcome, legs: Leg[]): Answer {
  if ('done' in outcome) return { outcome: 'done', text: `done ${outcome.done}`, id: outcome.done, legs }
  if (outcome.refused === 'key_reused') return { outcome: 'key_reused', text: 'key reused' }
  const figures = Object.entries(outcome.figures).sort(([a], [b]) => a.localeCompare(b))
  return { outcome: 'refused', text: `${outcome.refused} ${JSON.stringify(figures)}` }
}
