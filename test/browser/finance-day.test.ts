import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Account } from '../../sandbox/bank/book.ts'
import { writeStatement } from '../../sandbox/bank/statement.ts'
import { checkLedger } from '../../server/ledger/check.ts'
import { dayOf } from '../../server/policy/calendar.ts'
import { atDesk, hire } from './staff.ts'
import { deskSize, type Person, startWorld, type World } from './world.ts'

const dayMs = 86_400_000
const untold = 75_000
let world: World

before(async () => {
  world = await startWorld()
})
after(() => world?.end())

const press = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true }).click()
const sees = ({ page }: Person, text: string) => page.getByText(text, { exact: true }).first().waitFor()

test('finance finds a transfer that we never heard of, two people credit it, and everything matches', () =>
  world.play('finance-day', async () => {
    const { sql } = world
    const dewi = await world.addCustomer({ name: 'Dewi Anggraini', language: 'id', rupiah: 20_000 })
    const [account] = await sql<{ number: string }[]>`
      select number from virtual_account where customer_id = ${dewi.id}`
    const day = dayOf(new Date(Date.now() - dayMs))
    // As if the wallet had begun then: the bank's first statement is that of the first day.
    await sql`update settlement_source set begins_at = ${new Date(`${day}T00:00:00+07:00`)}`
    const fajar = await world.seat({ language: 'id', size: deskSize })
    await atDesk(world, fajar, await hire(world, 'Fajar', 'finance'), '/reconciliation')

    await sees(fajar, fajar.say('desk', 'reconciliation.nothing_yet'))
    await fajar.page.locator('input[type=file]').setInputFiles({
      name: 'yesterday.xml',
      mimeType: 'application/xml',
      buffer: Buffer.from(statementOf(day, account!.number)),
    })
    await fajar.page
      .getByRole('link', { name: new RegExp(fajar.say('desk', 'reconciliation.kind.missing_here')) })
      .first()
      .click()
    await sees(fajar, fajar.say('desk', 'reconciliation.about.missing_here'))
    await sees(fajar, fajar.say('desk', 'reconciliation.side.nothing'))
    await press(fajar, fajar.say('desk', 'reconciliation.propose'))
    const sheet = fajar.page.getByRole('dialog')
    await sheet.getByText(fajar.say('desk', 'reconciliation.template_about.credit_customer')).waitFor()
    await sheet.getByLabel(fajar.say('desk', 'actions.reason')).fill('Bank Pasir confirmed it by telephone')
    await sheet.getByRole('button', { name: fajar.say('desk', 'reconciliation.propose'), exact: true }).click()
    await sees(fajar, fajar.say('desk', 'reconciliation.own'))
    const approve = fajar.say('desk', 'reconciliation.approve')
    assert.equal(await fajar.page.getByRole('button', { name: approve, exact: true }).count(), 0)

    const maya = await world.seat({ language: 'id', size: deskSize })
    const path = new URL(fajar.page.url()).pathname.replace('/desk', '')
    await atDesk(world, maya, await hire(world, 'Maya', 'finance'), path)
    await sees(maya, 'Bank Pasir confirmed it by telephone')
    await press(maya, approve)
    await sees(maya, maya.say('desk', 'reconciliation.correction.approved'))
    await sees(maya, maya.say('desk', 'reconciliation.no_breaks'))
    // The first reads it without asking.
    await sees(fajar, fajar.say('desk', 'reconciliation.no_breaks'))

    const [money] = await sql<{ balance: bigint }[]>`
      select balance from ledger.account where id = ${dewi.accountId}`
    assert.equal(money!.balance, BigInt(20_000 + untold) * 100n)
    assert.deepEqual(await checkLedger(sql), [])
  }))

/** What the bank booked yesterday: one transfer, of which it never told us. */
function statementOf(day: string, vaNo: string): string {
  const booking = {
    id: 1n,
    paymentRequestId: 'BP-UNTOLD-1',
    referenceNo: 'PASIR-1',
    vaNo,
    payer: 'Dewi Anggraini',
    amountMinor: BigInt(untold) * 100n,
    bookedOn: day,
    valueOn: day,
    bare: false,
  }
  const account = { accountNo: '8880000001', holder: 'Dompet' } as Account
  return writeStatement({ day, account, openingMinor: 0n, bookings: [booking] })
}
