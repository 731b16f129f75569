import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { createPasswordJudge } from './password-strength.ts'
import { readPhone } from './phone.ts'
import { judgePinStrength } from './pin-strength.ts'

const owner = { name: 'Budi Santoso', phone: '+6281234567890' }

describe('passwords', () => {
  const judge = createPasswordJudge()
  after(() => judge.close())
  const reasonOf = async (password: string) => (await judge.judge(password, owner))?.figures.reason ?? 'strong'

  for (const [password, reason] of [
    ['kucing7', 'too_short'],
    ['x'.repeat(129), 'too_long'],
    ['aaaaaaaaaaaaaaaa', 'repeated'],
    ['abcabcabcabcabc', 'repeated'],
    ['password123', 'too_common'],
    ['bismillah1234', 'too_common'],
    ['woaini5201314', 'too_common'],
    ['1qaz2wsx3edc', 'too_common'],
    ['qwertyuiopasdf', 'too_common'],
    ['september2024', 'easy_to_guess'],
    ['kucing kucing', 'repeated'],
    ['Budi Santoso 88', 'personal'],
    ['budi1990', 'too_short'],
    ['Santoso#2024', 'personal'],
    ['081234567890', 'personal'],
    ['budi+6281234567890', 'personal'],
  ] as const)
    test(`${password.slice(0, 24)}: ${reason}`, async () => assert.equal(await reasonOf(password), reason))

  for (const password of [
    'gelas ungu di atas meja',
    'x7#kQpz!mWv2',
    'Budi suka kopi pahit tanpa gula',
    '我家的猫不喜欢下雨天呢',
  ])
    test(`${password} is strong`, async () => assert.equal(await reasonOf(password), 'strong'))

  test('a password made to be slow is judged in bounded time', async () => {
    await reasonOf('x7#kQpz!mWv2')
    const started = performance.now()
    await reasonOf('$4$4@3|1(0){5}7%2|4@$$!1+7'.repeat(4))
    await reasonOf('1a2b3c4d5e6f7g8h9i0jp@55w0rD!aA1'.repeat(3))
    assert.ok(performance.now() - started < 2_000)
  })
})

describe('PINs', () => {
  const now = new Date('2026-03-01T00:00:00Z')
  const reasonOf = (pin: string) => judgePinStrength(pin, owner.phone, now)?.figures.reason ?? 'good'

  for (const [pin, reason] of [
    ['000000', 'same_digits'],
    ['123456', 'sequence'],
    ['876543', 'sequence'],
    ['890123', 'sequence'],
    ['121212', 'sequence'],
    ['520520', 'sequence'],
    ['147258', 'sequence'],
    ['345678', 'sequence'],
    ['812345', 'phone'],
    ['567890', 'sequence'],
    ['170845', 'birthday'],
    ['900117', 'birthday'],
    ['199005', 'birthday'],
    ['310299', 'good'],
    ['173030', 'good'],
    ['805917', 'good'],
    ['739164', 'good'],
  ] as const)
    test(`${pin}: ${reason}`, () => assert.equal(reasonOf(pin), reason))

  test('chance is refused less than once in ten', () => {
    let refused = 0
    for (let pin = 0; pin < 1_000_000; pin += 97) if (reasonOf(String(pin).padStart(6, '0')) !== 'good') refused += 1
    assert.ok(refused > 500 && refused < 1_000, `${refused} of 10,310 refused`)
  })
})

describe('phone numbers', () => {
  for (const [typed, phone] of [
    ['0812-3456-7890', '+6281234567890'],
    ['81234567890', '+6281234567890'],
    ['+62 812 3456 7890', '+6281234567890'],
    ['６２８１２３４５６７８９０', '+6281234567890'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['0062 812 3456 7890', '+6281234567890'],
    ['\u202a+62 812\u20113456\u20117890\u202c', '+6281234567890'],
    ['021 5794 1000', null],
    ['00', null],
    ['call 081234567890', null],
    ['08123', null],
  ] as const)
    test(`${typed}: ${phone}`, () => assert.equal(readPhone(typed), phone))
})
