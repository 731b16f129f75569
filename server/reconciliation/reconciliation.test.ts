import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { BreakRow } from '../../contract/reconciliation.ts'
import { openAccount } from '../ledger/accounts.ts'
import { checkLedger } from '../ledger/check.ts'
import { postEntry } from '../ledger/ledger.ts'
import { catchUp } from './reconciliation.jobs.ts'
import { as, createReconciliationWorld, dayName, desk, until } from './reconciliation.testing.ts'

const world = await createReconciliationWorld()
after(() => world.close())
const { clock, ids, database, deps, bank, customer, logged } = world
const { call, upload, payIn, payInUntold, bankServerSilent, nextMorning, read, kinds, moneyOf, ledgerSums } = world

describe('a few days with the bank', () => {
  const references: Record<string, string> = {}

  it('has nothing to show before the first statement', async () => {
    const { body } = await call('GET', desk)
    assert.deepEqual(body, { bank: 'Bank Pasir', alarm: null, openingDifference: null, days: [], breaks: [] })
    assert.equal((await call('POST', `${desk}/days/${dayName(0)}/reconcile`, {})).body.code, 'not_found')
  })

  it('matches a day without breaks, and client money is whole', async () => {
    await payIn(50_000)
    await payIn(70_000)
    await payIn(90_000, 'bookBare')
    nextMorning(1)
    await catchUp(deps)
    const view = await read()
    assert.deepEqual(view.breaks, [])
    assert.equal(view.alarm, null)
    assert.equal(view.openingDifference.amount, '0.00')
    const [day] = view.days
    assert.equal(day.matched, 3)
    assert.equal(day.clientMoney.state, 'balanced')
    assert.equal(day.clientMoney.atBank.amount, '210000.00')
    assert.equal(day.clientMoney.statementClosing.amount, '210000.00')
    assert.equal(day.clientMoney.customers.amount, '210000.00')
    const rules = await database.sql<{ rule: string; count: number }[]>`
      select rule, count(*)::int from settlement_match group by rule order by rule`
    assert.deepEqual(
      [...rules],
      [
        { rule: 'amount_time', count: 1 },
        { rule: 'reference', count: 2 },
      ],
    )
  })

  it('knows the same statement again, and refuses another one under its name or for its day', async () => {
    const [stored] = await database.sql<{ content: Buffer }[]>`select content from settlement_statement`
    const text = stored!.content.toString()
    const before = await database.sql`select count(*)::int from settlement_record`
    const same = await upload(text)
    assert.deepEqual(same, {
      status: 200,
      body: { day: dayName(0), records: 3, matched: 0, openBreaks: 0, known: true },
    })
    const changed = await upload(text.replaceAll('90000.00', '80000.00').replace('210000.00', '200000.00'))
    assert.equal(changed.status, 409)
    assert.equal(changed.body.code, 'statement_changed')
    const renamed = await upload(text.replaceAll('8880000001-', 'X-'))
    assert.equal(renamed.body.code, 'statement_changed')
    const later = text
      .replaceAll(`${dayName(0)}</Dt></Dt></Bal>`, `${dayName(-3)}</Dt></Dt></Bal>`)
      .replace('<Id>8880000001-', '<Id>Y-')
    assert.deepEqual((await upload(later)).body.figures, { reason: 'day' })
    const broken = await upload(text.replace('<Stmt>', ''))
    assert.deepEqual(
      [broken.status, broken.body.code, broken.body.figures.reason],
      [422, 'statement_unreadable', 'xml'],
    )
    assert.deepEqual(await database.sql`select count(*)::int from settlement_record`, before)
  })

  it('types each kind of break on its day, and raises the alarm', async () => {
    references.fine = await payIn(60_000)
    references.missing_there = await payIn(61_000, 'bookMissing')
    references.amount = await payIn(62_000, 'bookChanged')
    references.duplicate = await payIn(63_000, 'bookTwice')
    references.late = await payIn(64_000, 'bookLate')
    await bankServerSilent(async () => {
      references.missing_here = await payInUntold(65_000)
    })
    nextMorning(2)
    await catchUp(deps)
    assert.deepEqual(
      await kinds(),
      [
        `amount ${references.amount}`,
        `duplicate ${references.duplicate}`,
        `late ${references.late}`,
        `late ${references.missing_there}`,
        `missing_here ${references.missing_here}`,
      ].sort(),
    )
    const view = await read()
    assert.equal(view.alarm, dayName(1))
    assert.equal(view.days[0].clientMoney.state, 'explained')
    // +65,000 here, +63,000 twice, −1,000 changed, −64,000 late, −61,000 missing.
    assert.equal(view.days[0].clientMoney.difference.amount, '2000.00')
    assert.ok(logged.some(({ msg, level }) => msg === 'client money differs from the bank' && level === 50))
  })

  it('closes a late booking by itself on the next day, and then calls the other one missing', async () => {
    nextMorning(3)
    await catchUp(deps)
    assert.ok(!(await kinds()).some((kind) => kind.startsWith('late ') && kind.endsWith(references.late!)))
    const [late] = await database.sql<{ id: string; state: string }[]>`
      select id, state from settlement_break where our_reference = ${references.late!}`
    assert.equal(late!.state, 'closed')
    const { body } = await call('GET', `${desk}/breaks/${late!.id}`)
    assert.deepEqual(
      body.events.map(({ action, actor }: { action: string; actor: string }) => [action, actor]),
      [['break.closed', 'Dompet']],
    )
    nextMorning(4)
    await catchUp(deps)
    assert.deepEqual(await kinds(), [
      `amount ${references.amount}`,
      `duplicate ${references.duplicate}`,
      `missing_here ${references.missing_here}`,
      `missing_there ${references.missing_there}`,
    ])
  })

  it('shows both sides next to each other', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'amount')!
    const { body } = await call('GET', `${desk}/breaks/${row.id}`)
    assert.equal(body.bank.amount.amount, '61000.00')
    assert.equal(body.ours.amount.amount, '62000.00')
    assert.equal(body.row.difference.amount, '-1000.00')
    assert.equal(body.ours.account, customer.number)
    assert.deepEqual(body.templates, ['from_fees', 'from_suspense'])
    assert.equal(body.row.ageDays, 3)
  })

  it('is explained with a reason, on record, and stays in sight', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'duplicate')!
    const reason = 'The bank takes it back on Monday'
    assert.equal((await call('POST', `${desk}/breaks/${row.id}/explain`, { reason })).status, 200)
    const { body } = await call('GET', `${desk}/breaks/${row.id}`)
    assert.equal(body.row.state, 'explained')
    assert.deepEqual(
      [body.events[0].actor, body.events[0].action, body.events[0].reason],
      ['fajar', 'break.explained', reason],
    )
    assert.ok((await kinds()).some((kind) => kind.startsWith('duplicate')))
  })

  it('is corrected by two people, never by one, and its entry is posted once', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'duplicate')!
    const path = `${desk}/breaks/${row.id}/corrections`
    const proposal = {
      template: 'to_suspense',
      amount: '63000',
      reason: 'Booked twice, kept apart until it is taken back',
    }
    assert.deepEqual((await call('POST', path, { ...proposal, template: 'from_fees' })).body.figures, {
      reason: 'template',
    })
    assert.deepEqual((await call('POST', path, { ...proposal, amount: '63001' })).body.figures, { reason: 'amount' })
    const proposed = await call('POST', path, proposal)
    assert.equal(proposed.status, 201)
    assert.equal((await call('POST', path, proposal)).body.code, 'action_not_possible')
    const approve = `${desk}/corrections/${proposed.body.id}/approve`
    assert.equal((await call('POST', approve, {})).body.code, 'second_person_needed')
    assert.equal((await call('POST', approve, {}, as('rina'))).body.code, 'permission_missing')
    const before = await ledgerSums()
    const answers = await Promise.all(Array.from({ length: 4 }, () => call('POST', approve, {}, as('maya'))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409])
    const after = await ledgerSums()
    assert.equal(after.suspense! - before.suspense!, 63_000_00n)
    assert.equal(after.bank! - before.bank!, -63_000_00n)
    const { body } = await call('GET', `${desk}/breaks/${row.id}`)
    assert.equal(body.row.state, 'corrected')
    assert.deepEqual(
      body.events.map(({ actor, action }: { actor: string; action: string }) => `${actor} ${action}`),
      ['fajar break.explained', 'fajar correction.proposed', 'maya correction.approved'],
    )
    assert.deepEqual(body.templates, [])
  })

  it('is turned down with a reason and can be proposed again', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'amount')!
    const path = `${desk}/breaks/${row.id}/corrections`
    const proposal = { template: 'from_fees', amount: '1000.00', reason: 'The bank kept its fee' }
    const first = await call('POST', path, proposal)
    const reject = `${desk}/corrections/${first.body.id}/reject`
    const reason = 'Ask the bank first'
    assert.equal((await call('POST', reject, { reason })).body.code, 'second_person_needed')
    assert.equal((await call('POST', reject, { reason }, as('maya'))).status, 200)
    assert.equal((await call('POST', reject, { reason }, as('maya'))).body.code, 'action_not_possible')
    const again = await call('POST', path, { ...proposal, template: 'from_suspense' })
    assert.equal((await call('POST', `${desk}/corrections/${again.body.id}/approve`, {}, as('maya'))).status, 200)
  })

  it('says so where an account cannot pay for a correction, and posts nothing', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'missing_there')!
    const proposal = { template: 'from_fees', amount: '61000', reason: 'Never came, we bear it' }
    const proposed = await call('POST', `${desk}/breaks/${row.id}/corrections`, proposal)
    const refused = await call('POST', `${desk}/corrections/${proposed.body.id}/approve`, {}, as('maya'))
    assert.deepEqual([refused.status, refused.body.figures], [422, { reason: 'balance' }])
    await call('POST', `${desk}/corrections/${proposed.body.id}/reject`, { reason: 'Not enough there' }, as('maya'))
    const other = await call('POST', `${desk}/breaks/${row.id}/corrections`, { ...proposal, template: 'from_suspense' })
    assert.equal((await call('POST', `${desk}/corrections/${other.body.id}/approve`, {}, as('maya'))).status, 200)
  })

  it('credits the customer whose transfer we never heard of, as the top-up that it is', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'missing_here')!
    const balance = async () =>
      (
        await database.sql<{ balance: bigint }[]>`select balance from ledger.account where id = ${customer.accountId}`
      )[0]!.balance
    const before = await balance()
    const proposal = { template: 'credit_customer', amount: '65000', reason: 'The notification was lost' }
    const proposed = await call('POST', `${desk}/breaks/${row.id}/corrections`, proposal)
    assert.equal((await call('POST', `${desk}/corrections/${proposed.body.id}/approve`, {}, as('maya'))).status, 200)
    assert.equal((await balance()) - before, 65_000_00n)
    // The bank tells us after all: it is done already.
    bank.notifyAgain(references.missing_here!)
    await until(() => bank.store.transfer(references.missing_here!)!.notification === 'accepted')
    assert.equal((await balance()) - before, 65_000_00n)
    const [audited] = await database.sql<{ actor: string }[]>`
      select actor_name as actor from audit_event where customer_id = ${customer.id} and action = 'top_up.credited'`
    assert.equal(audited!.actor, 'maya')
  })

  it('has no difference left when all is put right', async () => {
    nextMorning(5)
    await catchUp(deps)
    const view = await read()
    assert.deepEqual(view.breaks, [])
    assert.equal(view.alarm, null)
    assert.equal((await moneyOf(4))?.state, 'balanced')
    assert.deepEqual(await checkLedger(database.sql), [])
    const told = await database.sql<{ kind: string; events: number }[]>`
      select e.kind, count(o.id)::int as events
      from ledger.entry e left join outbox o on o.payload ->> 'entryId' = e.id::text group by e.id, e.kind`
    assert.deepEqual([...new Set(told.map(({ kind }) => kind))].sort(), ['correction', 'top_up'])
    assert.ok(
      told.every(({ events }) => events === 1),
      'each movement has told of itself once',
    )
  })

  it('raises the alarm at a difference that no break explains', async () => {
    const { sql } = database
    const of = async (purpose: 'bank' | 'suspense') =>
      openAccount(sql, { id: ids(), purpose, ownerId: null, currency: 'IDR', floor: null, openedAt: clock.now() })
    const legs = [
      { accountId: await of('bank'), amountMinor: -7_00n },
      { accountId: await of('suspense'), amountMinor: 7_00n },
    ]
    await sql.begin((tx) => postEntry(tx, clock, { id: ids(), kind: 'stray', legs }))
    nextMorning(6)
    await catchUp(deps)
    const view = await read()
    assert.equal(view.alarm, dayName(5))
    assert.deepEqual(
      [view.days[0].clientMoney.state, view.days[0].clientMoney.difference.amount],
      ['unexplained', '-7.00'],
    )
  })

  it('money that reaches us after midnight is in transit, not missing', async () => {
    await bankServerSilent(async () => {
      references.night = await payInUntold(80_000)
    })
    nextMorning(7)
    bank.notifyAgain(references.night!)
    await until(() => bank.store.transfer(references.night!)!.notification === 'accepted')
    await catchUp(deps)
    assert.deepEqual((await read()).breaks, [])
    const money = await moneyOf(6)
    assert.equal(money?.difference.amount, '79993.00')
  })

  it('is told when the bank does not answer', async () => {
    nextMorning(8)
    bank.setFaults({ unreachable: true })
    const answer = await call('POST', `${desk}/days/${dayName(7)}/reconcile`, {})
    assert.deepEqual([answer.status, answer.body.code], [503, 'bank_unreachable'])
    await assert.rejects(catchUp(deps))
    bank.setFaults({ unreachable: false })
    assert.equal((await call('POST', `${desk}/days/${dayName(7)}/reconcile`, {})).status, 200)
  })

  it('is for finance alone', async () => {
    const row = await database.sql<{ id: string }[]>`select id from settlement_break limit 1`
    for (const [method, route, body] of [
      ['GET', desk, undefined],
      ['GET', `${desk}/breaks/${row[0]!.id}`, undefined],
      ['POST', `${desk}/breaks/${row[0]!.id}/explain`, { reason: 'because' }],
      ['POST', `${desk}/days/${dayName(1)}/reconcile`, {}],
    ] as const) {
      assert.equal((await call(method, route, body, as('rina'))).body.code, 'permission_missing')
      assert.equal((await call(method, route, body, '')).body.code, 'signin_required')
    }
    assert.equal((await upload('x', 'rina')).body.code, 'permission_missing')
  })

  it('keeps statements, lines and deeds as they were written', async () => {
    for (const table of ['settlement_statement', 'settlement_record', 'settlement_match', 'operation_event'])
      await assert.rejects(database.sql.unsafe(`delete from ${table}`), /permission denied/)
    await assert.rejects(
      database.sql`update correction set decided_by = proposed_by where state = 'approved'`,
      /correction_four_eyes/,
    )
  })
})
