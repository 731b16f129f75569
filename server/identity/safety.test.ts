import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Staff } from '../../contract/identity.ts'
import type { StaffActor } from '../platform/actor.ts'
import { readCustomer } from './customer.ts'
import { createWorld, strongPassword, type World } from './identity.testing.ts'
import { permissionsOf } from './permissions.ts'
import { freezeCustomer, type SafetyAction, unfreezeCustomer, unlockPin, unlockSignIn } from './safety.ts'

const verbs = { freeze: freezeCustomer, unfreeze: unfreezeCustomer, unlock_pin: unlockPin, unlock_signin: unlockSignIn }

describe('safety actions', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world.close())

  function staff(role: Staff['roles'][number]): StaffActor {
    const { ids } = world.deps
    return { kind: 'staff', staffId: ids(), sessionId: ids(), name: 'Putri', permissions: permissionsOf([role]) }
  }
  const act = (actor: StaffActor, action: SafetyAction, customerId: string, reason = 'the customer called') =>
    world.sql.begin((tx) => verbs[action](tx, actor, { customerId, reason, caseId: null }, world.deps))
  async function signedIn() {
    const phone = world.newPhone()
    const customer = await world.addCustomer(phone)
    const { cookie } = await world.call('POST', '/api/session', { phone, password: strongPassword })
    return { customer, cookie, phone }
  }
  const accountState = async (accountId: string) =>
    (await world.sql`select state from ledger.account where id = ${accountId}`)[0]!.state
  const accessLog = async (cookie: string | undefined) =>
    (await world.call('GET', '/api/me/access-log', undefined, cookie)).body.entries as Record<string, unknown>[]

  test('the customer freezes the own account: person, ledger account and record in one', async () => {
    const { customer, cookie, phone } = await signedIn()
    const frozen = await world.call('POST', '/api/me/freeze', {}, cookie)
    assert.deepEqual([frozen.status, frozen.body.state], [200, 'frozen'])
    assert.equal(await accountState(customer.accountId), 'frozen')
    const row = await readCustomer(world.sql, customer.id)
    assert.equal(row?.stateBy, 'customer')
    assert.equal((await world.call('POST', '/api/me/freeze', {}, cookie)).status, 200)
    const entries = await accessLog(cookie)
    assert.deepEqual(
      entries.map(({ action, actor }) => ({ action, actor })),
      [{ action: 'customer.frozen', actor: 'Wayan Sudarma' }],
    )
    // A frozen customer can still come in and ask for help.
    assert.equal((await world.call('POST', '/api/session', { phone, password: strongPassword })).status, 200)
  })

  test('freezes at the same time are one freeze', async () => {
    const { cookie } = await signedIn()
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.call('POST', '/api/me/freeze', {}, cookie)))
    assert.ok(answers.every((answer) => answer.body.state === 'frozen'))
    assert.equal((await accessLog(cookie)).length, 1)
  })

  test('staff freeze and unfreeze with permission and reason; the customer reads who and why', async () => {
    const { customer, cookie } = await signedIn()
    const frozen = await act(staff('agent'), 'freeze', customer.id, 'stolen phone')
    assert.ok('state' in frozen && frozen.state === 'frozen' && frozen.stateBy === 'staff')
    assert.deepEqual(await act(staff('agent'), 'unfreeze', customer.id), {
      refused: 'permission_missing',
      figures: { permission: 'customer.unfreeze' },
    })
    assert.equal(await accountState(customer.accountId), 'frozen')
    const open = await act(staff('supervisor'), 'unfreeze', customer.id, 'identity checked by video')
    assert.ok('state' in open && open.state === 'active')
    assert.equal(await accountState(customer.accountId), 'open')
    const entries = await accessLog(cookie)
    assert.deepEqual(
      entries.map(({ action, actor, reason }) => ({ action, actor, reason })),
      [
        { action: 'customer.unfrozen', actor: 'Putri', reason: 'identity checked by video' },
        { action: 'customer.frozen', actor: 'Putri', reason: 'stolen phone' },
      ],
    )
  })

  test('locks end early by staff', async () => {
    const { customer, cookie, phone } = await signedIn()
    const until = new Date(world.deps.clock.now().getTime() + 600_000)
    await world.sql`
      update customer set pin_tries = 5, pin_locked_until = ${until}, signin_tries = 5, signin_locked_until = ${until}
      where id = ${customer.id}`
    const signIn = () => world.call('POST', '/api/session', { phone, password: strongPassword })
    assert.equal((await signIn()).body.code, 'signin_locked')
    await act(staff('agent'), 'unlock_signin', customer.id)
    assert.equal((await signIn()).status, 200)
    const unlocked = await act(staff('agent'), 'unlock_pin', customer.id)
    assert.ok('pinTries' in unlocked && unlocked.pinTries === 0 && unlocked.pinLockedUntil === null)
    assert.deepEqual(
      (await accessLog(cookie)).map((entry) => entry.action),
      ['pin.unlocked', 'signin.unlocked'],
    )
  })

  test('what is not allowed, not needed, without a reason or about nobody changes and records nothing', async () => {
    const { customer, cookie } = await signedIn()
    for (const role of ['finance', 'editor', 'admin'] as const)
      for (const action of Object.keys(verbs) as SafetyAction[]) {
        const answer = await act(staff(role), action, customer.id)
        assert.equal('refused' in answer && answer.refused, 'permission_missing')
      }
    for (const action of ['unfreeze', 'unlock_pin', 'unlock_signin'] as const) {
      const actor = { ...staff('supervisor') }
      assert.deepEqual(await act(actor, action, customer.id), {
        refused: 'action_not_possible',
        figures: { reason: 'not_needed' },
      })
    }
    assert.deepEqual(await act(staff('agent'), 'freeze', customer.id, '  '), {
      refused: 'action_not_possible',
      figures: { reason: 'reason_missing' },
    })
    assert.deepEqual(await act(staff('agent'), 'freeze', world.deps.ids()), { refused: 'not_found', figures: {} })
    assert.deepEqual(await accessLog(cookie), [])
    assert.equal((await readCustomer(world.sql, customer.id))?.state, 'active')
  })

  test('a freeze waits for a payment under way and never deadlocks with it', async () => {
    const { customer, cookie } = await signedIn()
    let freezing: Promise<{ status: number }> | undefined
    // What a payment does: accounts first, then the PIN's counter in the customer's row.
    await world.sql.begin(async (tx) => {
      await tx`select * from ledger.lock_accounts(array[${customer.accountId}::uuid])`
      freezing = world.call('POST', '/api/me/freeze', {}, cookie)
      await untilSomebodyWaits()
      await tx`update customer set pin_tries = 1 where id = ${customer.id}`
    })
    assert.equal((await freezing)?.status, 200)
    assert.equal(await accountState(customer.accountId), 'frozen')
  })

  async function untilSomebodyWaits() {
    const deadline = Date.now() + 5_000
    for (;;) {
      const [row] = await world.owner`
        select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      if (row!.waiting > 0) return
      assert.ok(Date.now() < deadline, 'nobody waits for the account')
    }
  }

  test('a deed that fails leaves neither change nor record', async () => {
    const { customer, cookie } = await signedIn()
    await assert.rejects(
      world.sql.begin(async (tx) => {
        await freezeCustomer(tx, staff('agent'), { customerId: customer.id, reason: 'test', caseId: null }, world.deps)
        throw new Error('the caller failed')
      }),
    )
    assert.equal(await accountState(customer.accountId), 'open')
    assert.deepEqual(await accessLog(cookie), [])
  })

  test('the record cannot be changed by the application', async () => {
    await assert.rejects(world.sql`update audit_event set actor_name = 'nobody'`, /permission denied/)
    await assert.rejects(world.sql`delete from audit_event`, /permission denied/)
  })
})
