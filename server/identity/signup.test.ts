import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createWorld, strongPassword, strongPin, type World } from './identity.testing.ts'
import { codesPerDay, codeTriesAllowed, resendPauseMs, verifiedAgeMs } from './signup.ts'

const minuteMs = 60_000

describe('sign-up', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world.close())

  const start = (phone: string, language = 'id') => world.call('POST', '/api/signup/start', { phone, language })
  const verify = (challengeId: unknown, code: string) => world.call('POST', '/api/signup/verify', { challengeId, code })
  const finish = (challengeId: unknown, changes: object = {}) =>
    world.call('POST', '/api/signup/finish', {
      challengeId,
      name: 'Sari Dewi',
      password: strongPassword,
      pin: strongPin,
      ...changes,
    })
  const otherCode = (code: string) => (code === '000000' ? '111111' : '000000')
  async function proved(phone = world.newPhone()) {
    const { body } = await start(phone)
    assert.equal((await verify(body.challengeId, world.received(phone).code)).status, 200)
    return { phone, challengeId: body.challengeId }
  }
  const accountsOf = (phone: string) => world.sql`
    select c.id, c.name, c.language, c.state, a.balance, a.floor, a.currency, a.state as "accountState"
    from customer c join ledger.account a on a.id = c.account_id and a.owner_id = c.id where c.phone = ${phone}`

  test('all the way: code by SMS, account with an empty ledger account, signed in by cookie', async () => {
    const phone = world.newPhone()
    const started = await start(`0${phone.slice(3, 6)}-${phone.slice(6)}`)
    assert.equal(started.status, 200)
    assert.equal(started.body.phone, phone)
    assert.deepEqual(
      { expires: started.body.expiresInSeconds, resend: started.body.resendAfterSeconds },
      { expires: 600, resend: 60 },
    )
    const { code, text } = world.received(phone)
    assert.match(code, /^\d{6}$/)
    assert.match(text, /tidak pernah meminta kode ini/)
    assert.deepEqual((await verify(started.body.challengeId, code)).body, { verified: true })

    const opened = await finish(started.body.challengeId)
    assert.equal(opened.status, 201)
    assert.deepEqual(Object.keys(opened.body).sort(), [
      'hasPin',
      'id',
      'language',
      'memberSince',
      'name',
      'phone',
      'pinLockedUntil',
      'state',
    ])
    assert.match(opened.setCookie, /HttpOnly/)
    assert.match(opened.setCookie, /SameSite=Lax/)
    assert.match(opened.setCookie, /Path=\//)
    assert.doesNotMatch(opened.setCookie, /Secure/)

    const [account, ...others] = await accountsOf(phone)
    assert.equal(others.length, 0)
    assert.deepEqual(
      { balance: account!.balance, floor: account!.floor, currency: account!.currency, state: account!.accountState },
      { balance: 0n, floor: 0n, currency: 'IDR', state: 'open' },
    )
    const sessions = await world.call('GET', '/api/me/sessions', undefined, opened.cookie)
    const [session] = sessions.body.sessions as { device: string; current: boolean }[]
    assert.deepEqual(
      { device: session!.device, current: session!.current },
      { device: 'Chrome, Android', current: true },
    )
    const record = await world.call('GET', '/api/me/access-log', undefined, opened.cookie)
    assert.deepEqual(
      (record.body.entries as { action: string; actor: string }[]).map(({ action, actor }) => ({ action, actor })),
      [{ action: 'account.opened', actor: 'Sari Dewi' }],
    )
  })

  test('the cookie is Secure where the wallet is reached by https', async () => {
    const secure = await world.startServer({ publicUrl: 'https://dompet.example' })
    const { challengeId } = await proved()
    const body = { challengeId, name: 'Sari', password: strongPassword, pin: strongPin }
    const opened = await world.call('POST', '/api/signup/finish', body, undefined, secure)
    assert.match(opened.setCookie, /; Secure/)
  })

  test('texts in each language fit one message, name no link, and tell what we never do', async () => {
    for (const [language, never] of [
      ['zh', /绝不会向您索要/],
      ['id', /tidak pernah meminta/],
      ['en', /will never ask you for this code/],
    ] as const) {
      const phone = world.newPhone()
      await start(phone, language)
      const [message] = world.centre.list(phone, 1)
      assert.match(message!.text, never)
      assert.equal(message!.segments, 1)
      assert.doesNotMatch(message!.text, /http|www|\.\w{2,3}\//)
    }
  })

  test('not a mobile number', async () => {
    for (const phone of ['12345', '021 5794 1000', '0812', 'sari@dompet', '+62812990000011 ext 5', '+1 800 555 0100'])
      assert.deepEqual([phone, (await start(phone)).body.code], [phone, 'phone_invalid'])
  })

  test('a number with an account gets the same answers, and its owner a word by SMS instead of a code', async () => {
    const known = world.newPhone()
    const unknown = world.newPhone()
    await world.addCustomer(known)
    const [one, other] = [await start(known, 'en'), await start(unknown, 'en')]
    assert.equal(one.status, other.status)
    assert.deepEqual({ ...one.body, challengeId: '', phone: '' }, { ...other.body, challengeId: '', phone: '' })
    // In the owner's language, not the asker's.
    assert.match(world.received(known).text, /sudah punya akun/)
    assert.equal(world.received(known).code, '')
    for (let n = 1; n <= codeTriesAllowed; n += 1) {
      const wrongCode = otherCode(world.received(unknown).code)
      const [first, second] = [
        await verify(one.body.challengeId, wrongCode),
        await verify(other.body.challengeId, wrongCode),
      ]
      assert.equal(first.body.code, second.body.code)
      assert.deepEqual(first.body.figures, second.body.figures)
    }
    assert.equal((await start(known)).body.code, 'code_resend_too_soon')
    assert.equal((await start(unknown)).body.code, 'code_resend_too_soon')
    assert.equal((await finish(one.body.challengeId)).body.code, 'challenge_unknown')
  })

  test('wrong codes are counted down and then refused, the right one too', async () => {
    const phone = world.newPhone()
    const { body } = await start(phone)
    const { code } = world.received(phone)
    for (let left = codeTriesAllowed - 1; left > 0; left -= 1) {
      const wrong = await verify(body.challengeId, otherCode(code))
      assert.deepEqual([wrong.body.code, wrong.body.figures], ['code_wrong', { triesLeft: left }])
    }
    assert.equal((await verify(body.challengeId, otherCode(code))).body.code, 'code_tries_exhausted')
    assert.equal((await verify(body.challengeId, code)).body.code, 'code_tries_exhausted')
    assert.equal((await finish(body.challengeId)).body.code, 'challenge_unknown')
  })

  test('wrong codes at the same time cannot exceed the tries', async () => {
    const phone = world.newPhone()
    const { body } = await start(phone)
    const wrong = otherCode(world.received(phone).code)
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(body.challengeId, wrong)))
    const counts = Map.groupBy(answers, (answer) => String(answer.body.code))
    assert.equal(counts.get('code_wrong')?.length, codeTriesAllowed - 1)
    assert.equal(counts.get('code_tries_exhausted')?.length, 20 - codeTriesAllowed + 1)
    const [row] = await world.sql`select tries from challenge where id = ${String(body.challengeId)}`
    assert.equal(row!.tries, codeTriesAllowed)
  })

  test('codes run out, and so does a proved number', async () => {
    const phone = world.newPhone()
    const { body } = await start(phone)
    world.advance(10 * minuteMs)
    assert.equal((await verify(body.challengeId, world.received(phone).code)).body.code, 'challenge_expired')
    const { challengeId } = await proved()
    world.advance(verifiedAgeMs)
    assert.equal((await finish(challengeId)).body.code, 'challenge_expired')
    const nobody = world.deps.ids()
    assert.equal((await verify(nobody, '123456')).body.code, 'challenge_unknown')
    assert.equal((await finish(nobody)).body.code, 'challenge_unknown')
  })

  test('a pause between codes and a bound for the day', async () => {
    const phone = world.newPhone()
    await start(phone)
    const soon = await start(phone)
    assert.equal(soon.status, 429)
    const { retryAfterSeconds } = soon.body.figures as { retryAfterSeconds: number }
    assert.ok(retryAfterSeconds > 50 && retryAfterSeconds <= 60)
    for (let n = 1; n < codesPerDay; n += 1) {
      world.advance(resendPauseMs)
      assert.equal((await start(phone)).status, 200)
    }
    world.advance(resendPauseMs)
    const enough = await start(phone)
    assert.equal(enough.body.code, 'code_resend_too_soon')
    assert.ok((enough.body.figures as { retryAfterSeconds: number }).retryAfterSeconds > 20 * 3600)
    world.advance(24 * 60 * minuteMs)
    assert.equal((await start(phone)).status, 200)
  })

  test('starts at the same time send one code', async () => {
    const phone = world.newPhone()
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(phone)))
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1)
    assert.equal(world.centre.list(phone, 10).length, 1)
  })

  test('a centre that takes nothing costs neither pause nor count', async () => {
    const phone = world.newPhone()
    world.centre.setThrottled(true)
    assert.equal((await start(phone)).body.code, 'sms_unreachable')
    world.centre.setThrottled(false)
    assert.equal((await start(phone)).status, 200)
  })

  test('weak passwords and PINs are refused with the reason, and the challenge stays good', async () => {
    const { challengeId } = await proved()
    const reason = async (changes: object) => {
      const { body } = await finish(challengeId, changes)
      return `${body.code} ${(body.figures as { reason: string }).reason}`
    }
    assert.equal(await reason({ password: 'kucing7' }), 'password_weak too_short')
    assert.equal(await reason({ password: 'Sari Dewi 88' }), 'password_weak personal')
    assert.equal(await reason({ pin: '123456' }), 'pin_weak sequence')
    assert.equal((await finish(challengeId)).status, 201)
  })

  test('names that cannot be stored or would mislead are malformed; names of the world are welcome', async () => {
    const { challengeId } = await proved()
    for (const name of ['Sari\u0000', 'Sari\nDewi', '\ud800Sari', 'Sari \u202eimeD', '12345', '\u200b', '   '])
      assert.deepEqual([name, (await finish(challengeId, { name })).body.code], [name, 'request_malformed'])
    const opened = await finish(challengeId, { name: "  Ni Luh Made O'Hara-李 " })
    assert.deepEqual([opened.status, opened.body.name], [201, "Ni Luh Made O'Hara-李"])
  })

  test('a finish whose answer was lost is sent again: the same account, signed in, and nobody else gets in', async () => {
    const { phone, challengeId } = await proved()
    const answers = await Promise.all(Array.from({ length: 4 }, () => finish(challengeId)))
    const [account, ...others] = await accountsOf(phone)
    assert.equal(others.length, 0)
    for (const { status, body, cookie } of [...answers, await finish(challengeId)]) {
      assert.deepEqual([status, body.id], [201, account!.id])
      assert.equal((await world.call('GET', '/api/me/sessions', undefined, cookie)).status, 200)
    }
    for (const changes of [{ password: `${strongPassword}-other` }, { pin: '918273' }]) {
      const { status, body, setCookie } = await finish(challengeId, changes)
      assert.deepEqual([status, body.code, setCookie], [410, 'challenge_expired', ''])
    }
    world.advance(verifiedAgeMs)
    assert.equal((await finish(challengeId)).body.code, 'challenge_expired')
    const [ledger] = await world.sql`
      select count(*)::int as orphans from ledger.account where purpose = 'customer'
      and owner_id not in (select id from customer)`
    assert.equal(ledger!.orphans, 0)
  })

  test('two challenges of one number make one account', async () => {
    const phone = world.newPhone()
    const first = await proved(phone)
    world.advance(resendPauseMs)
    const second = await proved(phone)
    const answers = await Promise.all([finish(first.challengeId), finish(second.challengeId)])
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 410])
    assert.equal((await accountsOf(phone)).length, 1)
  })

  test('an address that asks too often has to wait', async () => {
    const strict = await world.startServer({ signinLimitPerMinute: 2 })
    const body = { phone: '12345', language: 'id' }
    const codes = []
    for (let n = 0; n < 3; n += 1)
      codes.push((await world.call('POST', '/api/signup/start', body, undefined, strict)).body.code)
    assert.deepEqual(codes, ['phone_invalid', 'phone_invalid', 'rate_limited'])
  })

  test('neither code, password nor PIN stands in a log line or, readable, in a table', async () => {
    const { phone, challengeId } = await proved()
    const { code } = world.received(phone)
    await finish(challengeId)
    const rows = await world.sql`
      select row_to_json(challenge)::text as text from challenge where phone = ${phone}
      union all select row_to_json(customer)::text from customer where phone = ${phone}
      union all select row_to_json(audit_event)::text from audit_event`
    const written = [...world.lines, ...rows.map((row) => row.text)].join('\n')
    for (const secret of [`"${code}"`, strongPassword, `"${strongPin}"`]) assert.ok(!written.includes(secret))
    assert.doesNotMatch(world.lines.join(''), new RegExp(`\\b${code}\\b`))
  })
})
