import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createWorld, strongPassword, type World } from './identity.testing.ts'
import { sessionAgeMs, sessionsAllowed, startSession } from './session.ts'
import { createStaff, staffSessionAgeMs } from './staff.ts'
import { signinLockMs, signinTriesAllowed } from './tries.ts'

const newPassword = 'tiga payung merah tua'

describe('sign-in', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world.close())

  const signIn = (phone: string, password = strongPassword) => world.call('POST', '/api/session', { phone, password })
  const listSessions = (cookie: string | undefined, at?: string) =>
    world.call('GET', '/api/me/sessions', undefined, cookie, at)
  const actions = async (cookie: string | undefined) => {
    const { body } = await world.call('GET', '/api/me/access-log', undefined, cookie)
    return (body.entries as { action: string; actor: string }[]).map((entry) => `${entry.action} by ${entry.actor}`)
  }

  test('phone number in any spelling and password open a session; nothing else does', async () => {
    const phone = world.newPhone()
    const customer = await world.addCustomer(phone)
    const signedIn = await signIn(`0${phone.slice(3)}`)
    assert.equal(signedIn.status, 200)
    assert.equal(signedIn.body.id, customer.id)
    assert.match(signedIn.setCookie, /dompet_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax/)
    assert.equal((await listSessions(signedIn.cookie)).status, 200)
    const token = signedIn.cookie!.split('=')[1]!
    const [stored] =
      await world.sql`select encode(token_hash, 'base64') as hash from session where customer_id = ${customer.id}`
    assert.notEqual(stored!.hash, token)
    for (const cookie of [undefined, 'dompet_session=', `dompet_session=${'A'.repeat(43)}`, `dompet_staff=${token}`])
      assert.equal((await listSessions(cookie)).body.code, 'signin_required')
  })

  test('wrong passwords are counted down, then sign-in locks, and the right password has to wait', async () => {
    const phone = world.newPhone()
    await world.addCustomer(phone)
    for (let left = signinTriesAllowed - 1; left > 0; left -= 1) {
      const wrong = await signIn(phone, 'not my password')
      assert.deepEqual(
        [wrong.status, wrong.body.code, wrong.body.figures],
        [401, 'credentials_wrong', { triesLeft: left }],
      )
    }
    const locked = await signIn(phone, 'not my password')
    assert.deepEqual([locked.status, locked.body.code], [423, 'signin_locked'])
    const waiting = await signIn(phone)
    assert.deepEqual(waiting.body.figures, locked.body.figures)
    world.advance(signinLockMs)
    const again = await signIn(phone, 'not my password')
    assert.deepEqual(again.body.figures, { triesLeft: signinTriesAllowed - 1 })
    const right = await signIn(phone)
    assert.equal(right.status, 200)
    assert.deepEqual(await actions(right.cookie), ['signin.locked by Dompet'])
    assert.deepEqual((await signIn(phone, 'not my password')).body.figures, { triesLeft: signinTriesAllowed - 1 })
  })

  test('wrong passwords at the same time get no more tries than one after the other', async () => {
    const phone = world.newPhone()
    const customer = await world.addCustomer(phone)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(phone, `not my password ${n}`)))
    const wrong = answers.filter((answer) => answer.body.code === 'credentials_wrong')
    assert.equal(wrong.length, signinTriesAllowed - 1)
    assert.equal(answers.filter((answer) => answer.body.code === 'signin_locked').length, 20 - signinTriesAllowed + 1)
    const [row] = await world.sql`select signin_tries as tries from customer where id = ${customer.id}`
    assert.equal(row!.tries, signinTriesAllowed)
  })

  test('a number without an account gets the same answers in the same order', async () => {
    const [known, unknown] = [world.newPhone(), world.newPhone()]
    await world.addCustomer(known)
    for (let n = 0; n <= signinTriesAllowed; n += 1) {
      const [one, other] = [await signIn(known, 'not my password'), await signIn(unknown, 'not my password')]
      assert.deepEqual([one.status, one.body.code], [other.status, other.body.code])
      if (one.body.code === 'credentials_wrong') assert.deepEqual(one.body.figures, other.body.figures)
    }
    const kept = await world.sql`select row_to_json(u)::text as text from signin_unknown u`
    assert.ok(kept.length > 0)
    assert.ok(!kept.some((row) => row.text.includes(unknown.slice(1))))
  })

  test('an ended session counts at once in every process', async () => {
    const phone = world.newPhone()
    await world.addCustomer(phone)
    const elsewhere = await world.startServer()
    const [one, other] = [await signIn(phone), await signIn(phone)]
    const { body } = await listSessions(one.cookie, elsewhere)
    const sessions = body.sessions as { id: string; current: boolean }[]
    assert.equal(sessions.length, 2)
    const foreign = sessions.find((session) => !session.current)!
    assert.equal((await world.call('DELETE', `/api/me/sessions/${foreign.id}`, undefined, one.cookie)).status, 200)
    assert.equal((await listSessions(other.cookie, elsewhere)).body.code, 'signin_required')
    assert.equal((await listSessions(one.cookie, elsewhere)).status, 200)
    const twice = await world.call('DELETE', `/api/me/sessions/${foreign.id}`, undefined, one.cookie)
    assert.equal(twice.body.code, 'not_found')
    const out = await world.call('DELETE', '/api/session', undefined, one.cookie)
    assert.match(out.setCookie, /dompet_session=;/)
    assert.equal((await listSessions(one.cookie, elsewhere)).body.code, 'signin_required')
  })

  test("nobody ends another customer's session", async () => {
    const [phone, stranger] = [world.newPhone(), world.newPhone()]
    await world.addCustomer(phone)
    await world.addCustomer(stranger)
    const [mine, theirs] = [await signIn(phone), await signIn(stranger)]
    const [session] = (await listSessions(mine.cookie)).body.sessions as { id: string }[]
    const tried = await world.call('DELETE', `/api/me/sessions/${session!.id}`, undefined, theirs.cookie)
    assert.equal(tried.body.code, 'not_found')
    assert.equal((await listSessions(mine.cookie)).status, 200)
  })

  test('a session ends at its age, and the oldest when there are too many', async () => {
    const phone = world.newPhone()
    const customer = await world.addCustomer(phone)
    const old = await signIn(phone)
    const session = { customerId: customer.id, device: 'Chrome', now: world.deps.clock.now() }
    for (let n = 0; n < sessionsAllowed; n += 1) await world.sql.begin((tx) => startSession(tx, world.deps, session))
    assert.equal((await listSessions(old.cookie)).body.code, 'signin_required')
    const last = await signIn(phone)
    assert.equal(((await listSessions(last.cookie)).body.sessions as unknown[]).length, sessionsAllowed)
    world.advance(sessionAgeMs)
    assert.equal((await listSessions(last.cookie)).body.code, 'signin_required')
  })

  test('a changed password ends all other sessions and the old password', async () => {
    const phone = world.newPhone()
    await world.addCustomer(phone)
    const [here, there] = [await signIn(phone), await signIn(phone)]
    const change = (password: string, next: string) =>
      world.call('PUT', '/api/me/password', { password, newPassword: next }, here.cookie)
    assert.equal((await change('not my password', newPassword)).body.code, 'credentials_wrong')
    const same = await change(strongPassword, strongPassword)
    assert.equal((same.body.figures as { reason: string }).reason, 'used_before')
    const weak = await change(strongPassword, 'bismillah1234')
    assert.equal(weak.body.code, 'password_weak')
    assert.equal((await listSessions(there.cookie)).status, 200)
    assert.equal((await change(strongPassword, newPassword)).status, 200)
    assert.equal((await listSessions(there.cookie)).body.code, 'signin_required')
    assert.equal((await listSessions(here.cookie)).status, 200)
    assert.equal((await signIn(phone)).body.code, 'credentials_wrong')
    assert.equal((await signIn(phone, newPassword)).status, 200)
    assert.deepEqual(await actions(here.cookie), ['password.changed by Wayan Sudarma'])
  })

  test('the PIN changes with the password only; a running lock stays', async () => {
    const phone = world.newPhone()
    const customer = await world.addCustomer(phone)
    const { cookie } = await signIn(phone)
    const change = (password: string, newPin: string) => world.call('PUT', '/api/me/pin', { password, newPin }, cookie)
    const digest = async () =>
      (await world.sql`select pin_digest from customer where id = ${customer.id}`)[0]!.pin_digest
    const before = await digest()
    assert.equal((await change('not my password', '480275')).body.code, 'credentials_wrong')
    assert.deepEqual((await change(strongPassword, '111111')).body.figures, { reason: 'same_digits' })
    assert.deepEqual((await change(strongPassword, phone.slice(-6))).body.figures, { reason: 'phone' })
    assert.deepEqual(await digest(), before)
    const until = new Date(world.deps.clock.now().getTime() + 60_000)
    await world.sql`update customer set pin_tries = 5, pin_locked_until = ${until} where id = ${customer.id}`
    const changed = await change(strongPassword, '480275')
    assert.equal(changed.body.pinLockedUntil, until.toISOString())
    assert.notDeepEqual(await digest(), before)
    assert.deepEqual(await actions(cookie), ['pin.changed by Wayan Sudarma'])
  })

  test('the language changes', async () => {
    const phone = world.newPhone()
    await world.addCustomer(phone)
    const { cookie } = await signIn(phone)
    assert.equal((await world.call('PUT', '/api/me/language', { language: 'zh' }, cookie)).body.language, 'zh')
    assert.equal((await signIn(phone)).body.language, 'zh')
  })

  test('staff sign in separately, with the permissions of their roles, for a working day', async () => {
    const passwordHash = await world.deps.passwords.hash(strongPassword)
    const createdAt = world.deps.clock.now()
    const staff = { name: 'Putri', roles: ['agent' as const], languages: ['id' as const], passwordHash, createdAt }
    assert.ok(await createStaff(world.sql, world.deps, { ...staff, email: 'Putri@dompet.example' }))
    assert.equal(await createStaff(world.sql, world.deps, { ...staff, email: 'putri@dompet.example' }), undefined)

    const signInStaff = (email: string, password = strongPassword) =>
      world.call('POST', '/api/staff/session', { email, password })
    const signedIn = await signInStaff('PUTRI@dompet.example')
    assert.equal(signedIn.status, 200)
    assert.deepEqual(signedIn.body.permissions, [
      'case.work',
      'customer.read',
      'customer.contact',
      'customer.money',
      'customer.devices',
      'customer.record',
      'customer.freeze',
      'pin.unlock',
      'signin.unlock',
      'code.send',
      'limit.raise',
    ])
    const me = () => world.call('GET', '/api/staff/me', undefined, signedIn.cookie)
    assert.deepEqual((await me()).body, signedIn.body)
    assert.equal((await listSessions(signedIn.cookie)).body.code, 'signin_required')

    for (const email of ['putri@dompet.example', 'nobody@dompet.example']) {
      const codes = []
      for (let n = 0; n < signinTriesAllowed; n += 1)
        codes.push((await signInStaff(email, 'not my password')).body.code)
      assert.deepEqual(codes, [...Array(signinTriesAllowed - 1).fill('credentials_wrong'), 'signin_locked'])
    }
    world.advance(signinLockMs)
    const second = await signInStaff('putri@dompet.example')
    await world.call('DELETE', '/api/staff/session', undefined, second.cookie)
    assert.equal((await world.call('GET', '/api/staff/me', undefined, second.cookie)).body.code, 'signin_required')
    assert.equal((await me()).status, 200)
    await world.sql`update staff set disabled_at = now() where email = 'putri@dompet.example'`
    assert.equal((await me()).body.code, 'signin_required')
    assert.equal((await signInStaff('putri@dompet.example')).body.code, 'credentials_wrong')
    await world.sql`update staff set disabled_at = null where email = 'putri@dompet.example'`
    world.advance(staffSessionAgeMs)
    assert.equal((await me()).body.code, 'signin_required')
  })

  test('many sign-ins at once leave the process answering', async () => {
    const phones = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const phone = world.newPhone()
        await world.addCustomer(phone)
        return phone
      }),
    )
    const signIns = phones.flatMap((phone) => [signIn(phone), signIn(phone), signIn(phone)])
    const started = performance.now()
    await listSessions(undefined)
    const waitedMs = performance.now() - started
    const answers = await Promise.all(signIns)
    assert.ok(answers.every((answer) => answer.status === 200))
    const tookMs = performance.now() - started
    assert.ok(waitedMs < tookMs / 3, `a request waited ${waitedMs} ms of ${tookMs} ms`)
  })
})
