import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Answer, type Asked, checkHistory, type Finding, type Log, type Posting, type State } from './checker.ts'
import { createRandom, type Random } from './random.ts'

const seeds = [1, 2, 3, 4, 5]
const operations = 300
const accounts = ['anna', 'budi', 'cita']
const opening = 1_000n

type Break =
  | 'lost write'
  | 'lost posting'
  | 'double posting'
  | 'double entry'
  | 'stale read'
  | 'wrong order'
  | 'refused and done'
  | 'changed answer'
  | 'missed reuse'
  | 'hold closed twice'
  | 'hold settled unasked'
  | 'balance off'
  | 'money from nowhere'

/** A ledger in memory as it should be, or broken in one way from its middle on. */
class PlainLedger {
  readonly state: State
  readonly log: Log = { calls: [], reads: [] }
  readonly #first = new Map<string, { body: string; answer: Answer }>()
  readonly #broken: Break | undefined
  #count = 0
  #time = 0
  #hits = 0

  constructor(broken: Break | undefined) {
    this.#broken = broken
    const postings = accounts.map((account) => this.#posting(account, 1n, opening, opening, 'opening'))
    this.state = {
      effects: [],
      postings,
      holds: [],
      accounts: accounts.map((id) => ({ id, balanceMinor: opening, heldMinor: 0n })),
      before: new Set(['opening']),
    }
  }

  #posting(account: string, seq: bigint, amountMinor: bigint, balanceMinor: bigint, entry: string): Posting {
    return { account, seq, amountMinor, balanceMinor, entry }
  }

  #breaks(way: Break): boolean {
    if (this.#broken !== way || this.#count < operations / 2 || this.#hits > 0) return false
    this.#hits += 1
    return true
  }

  account(id: string) {
    return this.state.accounts.find((account) => account.id === id)!
  }

  #post(name: string, id: string, from: string, to: string, amountMinor: bigint): Answer {
    if (!this.#breaks('lost write')) {
      this.#enter(name, id, from, to, amountMinor)
      if (this.#breaks('double entry')) this.#enter(name, `${id} again`, from, to, amountMinor)
    }
    const legs = [{ account: from, amountMinor: -amountMinor }]
    return { text: `done ${id}`, outcome: 'done', id, legs }
  }

  #enter(name: string, id: string, from: string, to: string, amountMinor: bigint) {
    this.state.effects.push({ name, id, entry: id })
    if (this.#breaks('lost posting')) return
    for (const [account, change] of [
      [from, -amountMinor],
      [to, amountMinor],
    ] as const)
      this.#move(account, change, id)
    if (this.#breaks('double posting')) this.#move(from, -amountMinor, id)
    if (this.#breaks('wrong order')) this.#swapLast(from)
  }

  #move(accountId: string, change: bigint, entry: string) {
    const account = this.account(accountId)
    account.balanceMinor += change
    const seq = BigInt(this.state.postings.filter((posting) => posting.account === accountId).length + 1)
    this.state.postings.push(this.#posting(accountId, seq, change, account.balanceMinor, entry))
    if (this.#breaks('balance off')) account.balanceMinor += 1n
  }

  /** As if the last two movements had come the other way round: every sum is still right. */
  #swapLast(accountId: string) {
    const of = this.state.postings.filter((posting) => posting.account === accountId)
    const [earlier, later] = of.slice(-2) as [Posting, Posting]
    const start = earlier.balanceMinor - earlier.amountMinor
    const moved = { ...later, seq: earlier.seq, balanceMinor: start + later.amountMinor }
    const kept = { ...earlier, seq: later.seq, balanceMinor: later.balanceMinor }
    this.state.postings[this.state.postings.indexOf(earlier)] = moved
    this.state.postings[this.state.postings.indexOf(later)] = kept
  }

  #judge(name: string, asks: Asked, from: string, to: string, amountMinor: bigint): Answer {
    const account = this.account(from)
    const id = `${asks.kind} ${this.#count}`
    if (asks.kind === 'settle' || asks.kind === 'release') return this.#close(name, asks, id, to)
    if (account.balanceMinor - account.heldMinor < amountMinor) {
      if (this.#breaks('refused and done')) this.#enter(name, id, from, to, amountMinor)
      return { text: 'too little', outcome: 'refused' }
    }
    if (asks.kind === 'move') return this.#post(name, id, from, to, amountMinor)
    account.heldMinor += amountMinor
    this.state.holds.push({ id, account: from, amountMinor, state: 'open', entry: null })
    this.state.effects.push({ name, id, entry: null })
    return { text: `done ${id}`, outcome: 'done', id }
  }

  #close(name: string, asks: Extract<Asked, { hold: string }>, id: string, to: string): Answer {
    const hold = this.state.holds.find((one) => one.id === asks.hold)!
    const again = hold.state !== 'open' && asks.kind === 'release' && this.#breaks('hold closed twice')
    if (hold.state !== 'open' && !again) return { text: 'not open', outcome: 'refused' }
    if (!again) this.account(hold.account).heldMinor -= hold.amountMinor
    hold.state = asks.kind === 'settle' ? 'settled' : 'released'
    if (asks.kind === 'settle') {
      hold.entry = id
      return this.#post(name, id, hold.account, to, hold.amountMinor)
    }
    this.state.effects.push({ name, id: hold.id, entry: null })
    return { text: `done ${hold.id}`, outcome: 'done', id: hold.id }
  }

  /** One call as its caller sees it; a lost answer is done all the same. */
  call(name: string, asks: Asked, from: string, to: string, amountMinor: bigint, isLost: boolean) {
    this.#count += 1
    const body = JSON.stringify([asks, from, to, String(amountMinor)], (_key, value) => String(value))
    const sentAt = this.#tick()
    const answer = this.#answer(name, body, () => this.#judge(name, asks, from, to, amountMinor))
    if (isLost) this.log.calls.push({ name, body, asks, sentAt })
    else this.log.calls.push({ name, body, asks, sentAt, told: { at: this.#tick(), answer } })
  }

  #answer(name: string, body: string, judge: () => Answer): Answer {
    const known = this.#first.get(name)
    if (!known) {
      const answer = judge()
      this.#first.set(name, { body, answer })
      return answer
    }
    if (known.body !== body && !this.#breaks('missed reuse')) return { text: 'reused', outcome: 'key_reused' }
    if (known.body === body && this.#breaks('changed answer')) return { text: 'something else', outcome: 'refused' }
    return known.answer
  }

  read(account: string) {
    const sentAt = this.#tick()
    const history = this.state.postings.filter((posting) => posting.account === account)
    const place = this.#breaks('stale read') ? history.length - 2 : history.length - 1
    this.log.reads.push({ account, balanceMinor: history[place]!.balanceMinor, sentAt, at: this.#tick() })
  }

  finish() {
    const hold = this.state.holds.find((one) => one.state === 'open')
    if (hold && this.#breaks('hold settled unasked')) hold.state = 'released'
    if (this.#breaks('money from nowhere')) this.#move('anna', 5n, 'nobody')
  }

  #tick(): number {
    this.#time += 1
    return this.#time
  }
}

function run(seed: number, broken?: Break): Finding[] {
  const random = createRandom(seed)
  const ledger = new PlainLedger(broken)
  const names: { name: string; asks: Asked; from: string; to: string; amountMinor: bigint }[] = []
  for (let index = 0; index < operations; index += 1) {
    const drawn = draw(random, ledger, index)
    const known = names.length > 0 && random.chance(0.2) ? random.pick(names) : undefined
    const other = known && random.chance(0.3) ? { ...drawn, name: known.name } : known
    const call = other ?? drawn
    if (call === drawn) names.push(drawn)
    ledger.call(call.name, call.asks, call.from, call.to, call.amountMinor, random.chance(0.15))
    if (random.chance(0.3)) ledger.read(random.pick(accounts))
  }
  ledger.finish()
  return checkHistory(ledger.log, ledger.state)
}

function draw(random: Random, ledger: PlainLedger, index: number) {
  const from = random.pick(accounts)
  const to = random.pick(accounts.filter((account) => account !== from))
  const amountMinor = BigInt(1 + random.below(400))
  const holds = ledger.state.holds.filter(({ account }) => account !== to)
  const hold = holds.length > 0 ? random.pick(holds).id : undefined
  const asks: Asked =
    hold && random.chance(0.3)
      ? { kind: random.chance(0.5) ? 'settle' : 'release', hold }
      : random.chance(0.2)
        ? { kind: 'hold', account: from, amountMinor }
        : { kind: 'move' }
  return { name: `key ${index}`, asks, from, to, amountMinor }
}

const expected: Record<Break, Finding['rule']> = {
  'lost write': 'lost',
  'lost posting': 'lost',
  'double posting': 'doubled',
  'double entry': 'doubled',
  'stale read': 'stale_read',
  'wrong order': 'wrong_order',
  'refused and done': 'refused_done',
  'changed answer': 'answer_changed',
  'missed reuse': 'key_reuse_missed',
  'hold closed twice': 'hold_wrong',
  'hold settled unasked': 'hold_wrong',
  'balance off': 'balance_wrong',
  'money from nowhere': 'invented',
}

describe('the checker of what callers were told', () => {
  it('finds nothing in a ledger that is right', () => {
    for (const seed of seeds) assert.deepEqual(run(seed), [])
  })

  for (const [broken, rule] of Object.entries(expected) as [Break, Finding['rule']][]) {
    it(`catches: ${broken}`, () => {
      const caught = seeds.map((seed) => run(seed, broken))
      const named = caught.filter((findings) => findings.some((finding) => finding.rule === rule))
      // A break may hit where no caller could know (an answer that was lost); most hit where one does.
      assert.ok(
        named.length >= 3,
        `${named.length} of ${seeds.length}: ${JSON.stringify(caught, null, 1).slice(0, 600)}`,
      )
    })
  }
})
