/**
 * Judges a ledger by what its callers were told, and by nothing that the ledger says of itself. A pure function over
 * the callers' log and the final state: what it cannot find in a broken ledger is tested beside it.
 */

/** Logical times: one counter for everything that any caller sends or is told. */
export type Call = {
  /** Actor and key: the request's name for ever. */
  name: string
  /** What was asked for, as text; the same name with another body is another request. */
  body: string
  asks: Asked
  sentAt: number
  /** The answer; undefined where the caller never got one. */
  told?: { at: number; answer: Answer }
}

export type Asked =
  | { kind: 'move' }
  | { kind: 'hold'; account: string; amountMinor: bigint }
  | { kind: 'settle'; hold: string }
  | { kind: 'release'; hold: string }

/** `text`: the whole answer as the caller saw it, less what differs by design. */
export type Answer = { text: string } & (
  | { outcome: 'done'; id: string; legs?: Leg[]; balance?: Balance }
  | { outcome: 'refused' }
  /** Said to be never done from now on: the key is closed. */
  | { outcome: 'closed' }
  /** The key had been used for another request. */
  | { outcome: 'key_reused' }
)
export type Leg = { account: string; amountMinor: bigint }
export type Balance = { account: string; balanceMinor: bigint }

/** A look at a balance. */
export type Read = Balance & { sentAt: number; at: number }
export type Log = { calls: Call[]; reads: Read[] }

export type Posting = { account: string; seq: bigint; amountMinor: bigint; balanceMinor: bigint; entry: string }
export type State = {
  /** What each request has led to: the id that it was or would have been told, and the entry where money moved. */
  effects: { name: string; id: string; entry: string | null }[]
  /** Every posting, in the order of its account. */
  postings: Posting[]
  holds: {
    id: string
    account: string
    amountMinor: bigint
    state: 'open' | 'settled' | 'released'
    entry: string | null
  }[]
  accounts: { id: string; balanceMinor: bigint; heldMinor: bigint }[]
  /** Entries from before the log began. */
  before: ReadonlySet<string>
}

export type Rule =
  | 'lost'
  | 'doubled'
  | 'differs'
  | 'refused_done'
  | 'answer_changed'
  | 'key_reuse_missed'
  | 'invented'
  | 'balance_wrong'
  | 'stale_read'
  | 'read_ahead'
  | 'wrong_order'
  | 'hold_wrong'
export type Finding = { rule: Rule; subject: string; detail: string }

/** Everything that contradicts what callers were told; none is the proof. */
export function checkHistory(log: Log, state: State): Finding[] {
  const book = indexState(state)
  return [
    ...checkRequests(log, book),
    ...checkInvented(log, state),
    ...checkBalances(state, book),
    ...checkOrder(log, book),
    ...checkReads(log, book),
    ...checkHolds(log, state),
  ]
}

type Effect = State['effects'][number]
type Index = { effects: Map<string, Effect[]>; entries: Map<string, Posting[]>; accounts: Map<string, Posting[]> }

function indexState({ effects, postings }: State): Index {
  return {
    effects: Map.groupBy(effects, ({ name }) => name),
    entries: Map.groupBy(postings, ({ entry }) => entry),
    accounts: Map.groupBy(postings, ({ account }) => account),
  }
}

/** Each name: done once where it was said to be done, not at all where it was refused, and one answer for ever. */
function* checkRequests({ calls }: Log, book: Index): Generator<Finding> {
  for (const [name, of] of Map.groupBy(calls, (call) => call.name)) {
    const effects = book.effects.get(name) ?? []
    if (effects.length > 1) yield { rule: 'doubled', subject: name, detail: `${effects.length} effects` }
    const told = of.flatMap((call) => (call.told ? [{ body: call.body, ...call.told.answer }] : []))
    for (const answer of told) yield* checkAnswer(name, answer, effects[0], book)
    const judged = told.filter(({ outcome }) => outcome === 'done' || outcome === 'refused')
    const bodies = new Set(judged.map(({ body }) => body))
    if (bodies.size > 1) yield { rule: 'key_reuse_missed', subject: name, detail: 'two requests under one key' }
    const texts = new Set(judged.map(({ text }) => text))
    if (bodies.size === 1 && texts.size > 1)
      yield { rule: 'answer_changed', subject: name, detail: [...texts].join(' | ') }
    if (told.some(({ outcome }) => outcome === 'key_reused') && new Set(of.map(({ body }) => body)).size === 1)
      yield { rule: 'answer_changed', subject: name, detail: 'a reuse where there was none' }
  }
}

function* checkAnswer(name: string, answer: Answer, effect: Effect | undefined, book: Index): Generator<Finding> {
  if (answer.outcome === 'key_reused') return
  if (answer.outcome !== 'done') {
    if (effect) yield { rule: 'refused_done', subject: name, detail: answer.text }
    return
  }
  if (!effect) return yield { rule: 'lost', subject: name, detail: answer.text }
  if (effect.id !== answer.id) yield { rule: 'differs', subject: name, detail: `${effect.id} for ${answer.id}` }
  const postings = effect.entry === null ? [] : (book.entries.get(effect.entry) ?? [])
  if (effect.entry !== null && postings.length === 0) yield { rule: 'lost', subject: name, detail: 'without a posting' }
  for (const { account, amountMinor } of answer.legs ?? []) {
    const of = postings.filter((posting) => posting.account === account)
    if (of.length > 1) yield { rule: 'doubled', subject: name, detail: `${of.length} postings on ${account}` }
    if (of[0]?.amountMinor !== amountMinor)
      yield { rule: 'differs', subject: name, detail: `${of[0]?.amountMinor} for ${amountMinor} on ${account}` }
  }
  const { balance } = answer
  if (balance && !postings.some((one) => one.account === balance.account && one.balanceMinor === balance.balanceMinor))
    yield { rule: 'differs', subject: name, detail: `no balance of ${balance.balanceMinor} on ${balance.account}` }
}

/** Nothing happened that nobody asked for, and each entry belongs to one request. */
function* checkInvented({ calls }: Log, { effects, postings, before }: State): Generator<Finding> {
  const asked = new Set(calls.map(({ name }) => name))
  for (const { name } of effects) if (!asked.has(name)) yield { rule: 'invented', subject: name, detail: 'never asked' }
  const owners = Map.groupBy(effects, ({ entry }) => entry)
  for (const [entry, of] of owners)
    if (entry !== null && of.length > 1) yield { rule: 'doubled', subject: entry, detail: 'one entry for two requests' }
  for (const entry of new Set(postings.map((posting) => posting.entry)))
    if (!owners.has(entry) && !before.has(entry)) yield { rule: 'invented', subject: entry, detail: 'of no request' }
}

/** Each balance is what its postings make, step by step and at the end. */
function* checkBalances({ accounts }: State, book: Index): Generator<Finding> {
  for (const { id, balanceMinor } of accounts) {
    let running = 0n
    for (const { seq, amountMinor, balanceMinor: after } of book.accounts.get(id) ?? []) {
      running += amountMinor
      if (running !== after) yield { rule: 'balance_wrong', subject: `${id} ${seq}`, detail: `${after} for ${running}` }
    }
    if (running !== balanceMinor) yield { rule: 'balance_wrong', subject: id, detail: `${balanceMinor} for ${running}` }
  }
}

type Timed = { index: number; sentAt: number; toldAt: number }

/** The movements of an account whose callers are known, by their place in its history. */
function timedPostings({ calls }: Log, book: Index): Map<string, Timed[]> {
  const times = new Map<string, { sentAt: number; toldAt: number }>()
  for (const { name, sentAt, told } of calls) {
    const known = times.get(name)
    const toldAt = told?.answer.outcome === 'done' ? told.at : Number.POSITIVE_INFINITY
    // Sent again under the same key it is the same request: it began with the first and was known with the first answer.
    times.set(name, {
      sentAt: Math.min(known?.sentAt ?? sentAt, sentAt),
      toldAt: Math.min(known?.toldAt ?? toldAt, toldAt),
    })
  }
  const byEntry = new Map<string, { sentAt: number; toldAt: number }>()
  for (const [name, of] of book.effects) {
    const time = times.get(name)
    for (const { entry } of of) if (entry !== null && time) byEntry.set(entry, time)
  }
  const timed = new Map<string, Timed[]>()
  for (const [account, postings] of book.accounts) {
    const of = postings.flatMap(({ entry }, index) => {
      const time = byEntry.get(entry)
      return time ? [{ index, ...time }] : []
    })
    timed.set(account, of)
  }
  return timed
}

/** What was told before another was sent stands before it in the history of every account that both have moved. */
function* checkOrder(log: Log, book: Index): Generator<Finding> {
  for (const [account, timed] of timedPostings(log, book)) {
    let latestSent = { index: -1, sentAt: Number.NEGATIVE_INFINITY }
    for (const posting of timed) {
      // A later-sent one stands in front of this one, which had been told before that was sent.
      if (latestSent.sentAt > posting.toldAt)
        yield { rule: 'wrong_order', subject: account, detail: `place ${latestSent.index} before ${posting.index}` }
      if (posting.sentAt > latestSent.sentAt) latestSent = posting
    }
  }
}

/** A balance that was read stands in the history: not before what was told earlier, not after what was asked later. */
function* checkReads(log: Log, book: Index): Generator<Finding> {
  const timed = timedPostings(log, book)
  for (const read of log.reads) {
    const known = timed.get(read.account) ?? []
    const first = Math.max(-1, ...known.filter(({ toldAt }) => toldAt < read.sentAt).map(({ index }) => index))
    const last = Math.min(...known.filter(({ sentAt }) => sentAt > read.at).map(({ index }) => index - 1))
    const history = book.accounts.get(read.account) ?? []
    const places = history.flatMap(({ balanceMinor }, index) => (balanceMinor === read.balanceMinor ? [index] : []))
    if (read.balanceMinor === 0n) places.push(-1)
    if (places.some((place) => place >= first && place <= last)) continue
    const rule = places.some((place) => place > last) ? 'read_ahead' : 'stale_read'
    yield { rule, subject: read.account, detail: `${read.balanceMinor} at ${read.at}` }
  }
}

/** A hold is closed once at most, by the one that was told so; what is held is what stands open. */
function* checkHolds({ calls }: Log, { holds, accounts }: State): Generator<Finding> {
  const stored = new Map(holds.map((hold) => [hold.id, hold]))
  const closings = new Map<string, Set<string>>()
  for (const { name, asks, told } of calls) {
    const answer = told?.answer
    if (answer?.outcome !== 'done') continue
    if (asks.kind === 'hold') {
      const hold = stored.get(answer.id)
      if (hold?.account !== asks.account || hold.amountMinor !== asks.amountMinor)
        yield { rule: 'hold_wrong', subject: answer.id, detail: 'not as it was placed' }
    }
    if (asks.kind !== 'settle' && asks.kind !== 'release') continue
    const of = closings.get(asks.hold) ?? new Set()
    closings.set(asks.hold, of.add(name))
    if (of.size > 1) yield { rule: 'hold_wrong', subject: asks.hold, detail: 'closed twice' }
    const hold = stored.get(asks.hold)
    const right =
      asks.kind === 'settle' ? hold?.state === 'settled' && hold.entry === answer.id : hold?.state === 'released'
    if (!right) yield { rule: 'hold_wrong', subject: asks.hold, detail: `${asks.kind} was told, it is ${hold?.state}` }
  }
  const asked = new Set(calls.flatMap(({ asks }) => ('hold' in asks ? [asks.hold] : [])))
  for (const { id, state } of holds)
    if (state !== 'open' && !asked.has(id)) yield { rule: 'hold_wrong', subject: id, detail: `${state} unasked` }
  const held = Map.groupBy(
    holds.filter(({ state }) => state === 'open'),
    ({ account }) => account,
  )
  for (const { id, heldMinor } of accounts) {
    const sum = (held.get(id) ?? []).reduce((total, { amountMinor }) => total + amountMinor, 0n)
    if (sum !== heldMinor) yield { rule: 'hold_wrong', subject: id, detail: `${heldMinor} held for ${sum}` }
  }
}
