import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Break, type BreakKind, lateDays, matchBooks, type OurRecord, type TheirRecord } from './match.ts'

const dayMs = 86_400_000
const dayAt = (index: number) => new Date(Date.UTC(2026, 9, 1) + index * dayMs).toISOString().slice(0, 10)
const month = 31

/** What really happened to one transfer, and so what each side wrote down. */
const fates = ['fine', 'bare', 'missing_here', 'missing_there', 'amount', 'duplicate', 'late'] as const
type Fate = (typeof fates)[number]
type Transfer = { fate: Fate; day: number; account: number; rupiah: number; lateBy: number; change: number }

const transfer: fc.Arbitrary<Transfer> = fc.record({
  fate: fc.oneof(
    { weight: 6, arbitrary: fc.constant('fine' as const) },
    { weight: 5, arbitrary: fc.constantFrom(...fates) },
  ),
  // The last days of the month stay without late ones: they would arrive in the next.
  day: fc.integer({ min: 0, max: month - 1 - lateDays }),
  account: fc.integer({ min: 1, max: 5 }),
  rupiah: fc.integer({ min: 10_000, max: 10_020 }),
  lateBy: fc.integer({ min: 1, max: lateDays - 1 }),
  change: fc.integer({ min: 1, max: 500 }),
})

/** A month with at least one transfer of each fate, in any order. */
const months = fc
  .tuple(
    fc.tuple(...fates.map((fate) => transfer.map((one) => ({ ...one, fate })))),
    fc.array(transfer, { maxLength: 60 }),
  )
  .chain(([one, more]) => fc.shuffledSubarray([...one, ...more], { minLength: one.length + more.length }))

function writeDown(transfers: Transfer[]) {
  const ours: OurRecord[] = []
  const theirs: TheirRecord[] = []
  const expected = new Map<string, BreakKind>()
  const lateKeys = new Set<string>()
  for (const [index, one] of transfers.entries()) {
    const reference = `BP${index}`
    const account = `8881${one.account}`
    // Bare lines are told apart by account and amount alone, so theirs is an amount that no other has.
    const amountMinor = one.fate === 'bare' ? BigInt(20_000_00 + index) : BigInt(one.rupiah) * 100n
    const our: OurRecord = { reference, bankReference: `N${index}`, account, amountMinor, day: dayAt(one.day) }
    const bookedOn = dayAt(one.day + (one.fate === 'late' ? one.lateBy : 0))
    const their: TheirRecord = {
      id: `r${index}`,
      reference,
      bankReference: our.bankReference,
      account,
      amountMinor,
      bookedOn,
      valueOn: our.day,
    }
    if (one.fate !== 'missing_here') ours.push(our)
    if (one.fate === 'missing_there') {
      expected.set(`null ${reference}`, 'missing_there')
      continue
    }
    if (one.fate === 'missing_here') expected.set(`r${index} null`, 'missing_here')
    if (one.fate === 'late') lateKeys.add(`null ${reference}`)
    if (one.fate === 'duplicate') {
      theirs.push({ ...their, id: `s${index}`, bookedOn: dayAt(one.day + (one.change % 3)) })
      expected.set(`s${index} ${reference}`, 'duplicate')
    }
    if (one.fate === 'amount') {
      theirs.push({ ...their, amountMinor: amountMinor - BigInt(one.change) })
      expected.set(`r${index} ${reference}`, 'amount')
      continue
    }
    theirs.push(one.fate === 'bare' ? { ...their, reference: null, bankReference: null } : their)
  }
  return { ours, theirs, expected, lateKeys }
}

const keyOf = ({ recordId, ourReference }: Break) => `${recordId} ${ourReference}`

/** The month as the job lives it: each evening what is known by then, and what is matched stays matched. */
function live({ ours, theirs }: Pick<ReturnType<typeof writeDown>, 'ours' | 'theirs'>) {
  const matchedOurs = new Set<string>()
  const matchedTheirs = new Set<string>()
  const seen: Map<string, BreakKind>[] = []
  let breaks: Break[] = []
  for (let index = 0; index < month; index += 1) {
    const through = dayAt(index)
    const outcome = matchBooks({
      ours: ours.filter((our) => our.day <= through && !matchedOurs.has(our.reference)),
      theirs: theirs.filter((their) => their.bookedOn <= through && !matchedTheirs.has(their.id)),
      settled: matchedOurs,
      through,
    })
    for (const match of outcome.matches) {
      assert.ok(!matchedOurs.has(match.ourReference) && !matchedTheirs.has(match.recordId), 'used twice')
      matchedOurs.add(match.ourReference)
      matchedTheirs.add(match.recordId)
    }
    breaks = outcome.breaks
    seen.push(new Map(breaks.map((found) => [keyOf(found), found.kind])))
  }
  return { breaks, seen, matchedOurs, matchedTheirs }
}

/** Twins differ only in their id, so which of the two is the surplus one does not matter. */
const plain = (breaks: Iterable<[string, BreakKind]>) =>
  [...breaks].map(([key, kind]) => `${kind} ${key.replace(/^[rs]/, '')}`).sort()

describe('matching a month', () => {
  it('finds each seeded break, and no other; late bookings close by themselves', () => {
    fc.assert(
      fc.property(months, (transfers) => {
        const written = writeDown(transfers)
        const { breaks, seen, matchedOurs, matchedTheirs } = live(written)
        assert.deepEqual(plain(breaks.map((found) => [keyOf(found), found.kind])), plain(written.expected))
        for (const key of written.lateKeys) {
          const kinds = seen.flatMap((evening) => evening.get(key) ?? [])
          assert.ok(kinds.length > 0 && kinds.every((kind) => kind === 'late'), `${key} ${kinds}`)
        }
        const paired = transfers.filter(
          ({ fate }) => !['missing_here', 'missing_there', 'amount'].includes(fate),
        ).length
        assert.equal(matchedOurs.size, paired)
        assert.equal(matchedTheirs.size, paired)
      }),
      { numRuns: 150 },
    )
  })

  it('accounts for all of the difference between the two sides', () => {
    fc.assert(
      fc.property(months, (transfers) => {
        const { ours, theirs } = writeDown(transfers)
        const { breaks } = matchBooks({ ours, theirs, settled: new Set(), through: dayAt(month + lateDays) })
        const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
        const differences = sum(breaks.map((found) => found.differenceMinor))
        assert.equal(
          differences,
          sum(theirs.map((their) => their.amountMinor)) - sum(ours.map((our) => our.amountMinor)),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('does not depend on the order of its input', () => {
    fc.assert(
      fc.property(months, (transfers) => {
        const { ours, theirs } = writeDown(transfers)
        const books = { settled: new Set<string>(), through: dayAt(month) }
        const forward = matchBooks({ ...books, ours, theirs })
        const backward = matchBooks({ ...books, ours: ours.toReversed(), theirs: theirs.toReversed() })
        const sorted = (outcome: ReturnType<typeof matchBooks>) => [
          outcome.matches.map((match) => `${match.recordId} ${match.ourReference} ${match.rule}`).sort(),
          outcome.breaks.map((found) => `${found.kind} ${keyOf(found)}`).sort(),
        ]
        assert.deepEqual(sorted(forward), sorted(backward))
      }),
      { numRuns: 50 },
    )
  })
})

const our = (reference: string, day: number, more: Partial<OurRecord> = {}): OurRecord => ({
  reference,
  bankReference: null,
  account: '88811',
  amountMinor: 50_000_00n,
  day: dayAt(day),
  ...more,
})
const their = (id: string, day: number, more: Partial<TheirRecord> = {}): TheirRecord => ({
  id,
  reference: null,
  bankReference: null,
  account: '88811',
  amountMinor: 50_000_00n,
  bookedOn: dayAt(day),
  valueOn: dayAt(day),
  ...more,
})
const match = (ours: OurRecord[], theirs: TheirRecord[], through = 3) =>
  matchBooks({ ours, theirs, settled: new Set(), through: dayAt(through) })

describe('matching by amount and time', () => {
  it('takes the same day before the window', () => {
    const { matches, breaks } = match([our('lost', 0), our('here', 1)], [their('r', 1)])
    assert.deepEqual(
      matches.map(({ ourReference }) => ourReference),
      ['here'],
    )
    assert.deepEqual(
      breaks.map(({ ourReference }) => ourReference),
      ['lost'],
    )
  })

  it('leaves to people what could be either', () => {
    const { matches, breaks } = match([our('one', 0), our('two', 0)], [their('r', 0)])
    assert.deepEqual(matches, [])
    assert.equal(breaks.length, 3)
  })

  it('pairs as many as there are on both sides, because any pairing is as true', () => {
    const { matches, breaks } = match([our('one', 0), our('two', 0)], [their('r', 0), their('s', 0)])
    assert.equal(matches.length, 2)
    assert.deepEqual(breaks, [])
  })

  it('never takes a line with a reference that is not ours, one of another account, or one that lies too far off', () => {
    for (const strange of [their('r', 0, { reference: 'X1' }), their('r', 0, { account: '88812' }), their('r', 3)]) {
      const { matches, breaks } = match([our('one', 0)], [strange])
      assert.deepEqual(matches, [])
      assert.deepEqual(breaks.map(({ kind }) => kind).sort(), ['missing_here', 'missing_there'])
    }
  })

  it("finds ours by the bank's own reference where the line carries no other", () => {
    const { matches } = match([our('one', 0, { bankReference: 'N7' })], [their('r', 3, { bankReference: 'N7' })])
    assert.deepEqual(matches, [{ recordId: 'r', ourReference: 'one', rule: 'reference', daysLate: 3 }])
  })
})

it('money that the bank took is never held to be a credit', () => {
  const { breaks } = match([our('one', 0)], [their('r', 0, { reference: 'one', amountMinor: -50_000_00n })])
  assert.deepEqual(breaks.map(({ kind, differenceMinor }) => [kind, differenceMinor]).sort(), [
    ['missing_here', -50_000_00n],
    ['missing_there', -50_000_00n],
  ])
})

it('does not judge what happened after the last statement, but matches it where the bank was early', () => {
  const { matches, breaks } = match([our('today', 4), our('early', 4)], [their('r', 3, { reference: 'early' })])
  assert.deepEqual(breaks, [])
  assert.deepEqual(matches, [{ recordId: 'r', ourReference: 'early', rule: 'reference', daysLate: 0 }])
})

it('decides at once where a bank hands no reference back of thousands of lines with one round amount', () => {
  const count = 10_000
  const ours = Array.from({ length: count + 1 }, (_, index) => our(`credit ${index}`, 0))
  const theirs = Array.from({ length: count }, (_, index) => their(`line ${index}`, 0, { account: null }))
  const startedAt = performance.now()
  assert.deepEqual(match(ours, theirs).matches, [], 'one of them is not there, and nobody knows which')
  assert.equal(match(ours.slice(1), theirs).matches.length, count)
  const ms = performance.now() - startedAt
  assert.ok(ms < 5_000, `${Math.round(ms)} ms`)
})
