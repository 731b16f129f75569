import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { extractText, getDocumentProxy } from 'unpdf'
import { checkLedger } from '../ledger/check.ts'
import { storeNumberAttempt } from './number-attempt.ts'
import { createWorld, type Person, type World } from './payments.testing.ts'
import { pagesOf } from './statement.pdf.ts'

let world: World
let anna: Person
let budi: Person
let paidId: string
/** A name with a comma, a quotation mark, and what a spreadsheet would run. */
const strange = '=HYPERLINK("x"), 王小明'
const transfers = 45

before(async () => {
  world = await createWorld()
  // The last minute of October in Jakarta, and then November.
  world.setTime(new Date('2026-10-31T16:59:30Z'))
  anna = await world.addPerson(500_000n, 'Anna Wijaya 欧阳镕')
  budi = await world.addPerson(0n, strange)
  world.setTime(new Date('2026-10-31T17:00:10Z'))
  for (let sent = 0; sent < transfers; sent += 1) {
    const target = { kind: 'phone', phone: budi.phone } as const
    const { status, body } = await world.pay(anna, { target, amount: String(1000 + sent), note: '谢谢您 terima kasih' })
    assert.equal(status, 201, JSON.stringify(body))
    paidId = String(body.id)
  }
  await world.pay(budi, { target: { kind: 'phone', phone: anna.phone }, amount: '500' })
})
after(() => world.close())

const october = 'from=2026-10-01&to=2026-10-31'
const november = 'from=2026-11-01&to=2026-11-30'

const fetchFile = (person: Person, path: string) => fetch(world.address + path, { headers: { cookie: person.cookie } })

async function readPdf(person: Person, path: string): Promise<string[]> {
  const response = await fetchFile(person, path)
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'application/pdf')
  assert.match(response.headers.get('content-disposition')!, /^attachment; filename\*=UTF-8''Dompet-.*\.pdf$/)
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await response.arrayBuffer())))
  return text.map((page) => page.replace(/\s+/g, ' '))
}

const say = async (person: Person, language: string) =>
  void (await world.sql`update customer set language = ${language} where id = ${person.id}`)

const sent = Array.from({ length: transfers }, (_, index) => 1000 + index)
const total = sent.reduce((sum, amount) => sum + amount, 0)

describe('statements', () => {
  it('say what a period had, by the days of Jakarta', async () => {
    const { body: before } = await world.get(anna, `/api/statement?${october}`)
    const money = (amount: number) => ({ amount: `${amount}.00`, currency: 'IDR' })
    assert.deepEqual(before, {
      from: '2026-10-01',
      to: '2026-10-31',
      lineCount: 1,
      opening: money(0),
      in: money(500_000),
      out: money(0),
      closing: money(500_000),
    })
    const { body } = await world.get(anna, `/api/statement?${november}`)
    assert.deepEqual(body, {
      from: '2026-11-01',
      to: '2026-11-30',
      lineCount: transfers + 1,
      opening: money(500_000),
      in: money(500),
      out: money(total),
      closing: money(500_500 - total),
    })
    assert.deepEqual(await checkLedger(world.sql), [])
  })

  it('come as CSV that spreadsheets read and do not run', async () => {
    const response = await fetchFile(anna, `/api/statement.csv?${november}`)
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8')
    const bytes = Buffer.from(await response.arrayBuffer())
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
    const rows = readCsv(bytes.subarray(3).toString())
    assert.equal(rows.length, transfers + 4)
    assert.ok(rows.every((row) => row.length === 7))
    assert.equal(rows[1]![6], '500000.00')
    assert.equal(rows[2]![2], `'${strange}`)
    assert.deepEqual(
      rows.slice(2, -2).map((row) => row[4]),
      sent.map((amount) => `-${amount}.00`),
    )
    assert.equal(rows.at(-2)![4], '500.00')
    assert.equal(rows.at(-1)![6], `${500_500 - total}.00`)
    assert.equal(rows[2]![0]!.slice(0, 16), '2026-11-01T00:00')
  })

  it('come as PDF in three languages, with names as they are written and pages counted', async () => {
    const pages = pagesOf(transfers + 1)
    assert.equal(pages, 3)
    const words = {
      en: [
        'Account statement',
        'Opening balance Rp500,000 Money in Rp500 Money out Rp45,990 Closing balance Rp454,510',
        'Page 2 of 3',
        '−Rp1,044',
        '1 November 2026',
      ],
      id: [
        'Rekening koran',
        'Saldo awal Rp500.000 Uang masuk Rp500 Uang keluar Rp45.990 Saldo akhir Rp454.510',
        'Halaman 2 dari 3',
        '−Rp1.044',
        '1 November 2026',
      ],
      zh: [
        '账户账单',
        '期初余额 Rp500,000 收入合计 Rp500 支出合计 Rp45,990 期末余额 Rp454,510',
        '第 2 页，共 3 页',
        '−Rp1,044',
        '2026年11月1日',
      ],
    }
    for (const [language, expected] of Object.entries(words)) {
      await say(anna, language)
      const text = await readPdf(anna, `/api/statement.pdf?${november}`)
      assert.equal(text.length, pages)
      for (const word of [...expected, 'Anna Wijaya 欧阳镕', '王小明', 'Asia/Jakarta'])
        assert.ok(text.join(' ').includes(word), `${language}: ${word} in ${text.join(' ').slice(0, 600)}`)
    }
    await say(anna, 'id')
  })

  it('refuse what is too long, and people who are not signed in', async () => {
    const long = await world.get(anna, '/api/statement.pdf?from=2025-01-01&to=2026-11-30')
    assert.deepEqual([long.status, long.body.code], [422, 'period_too_long'])
    const backwards = await world.get(anna, '/api/statement.csv?from=2026-11-02&to=2026-11-01')
    assert.equal(backwards.status, 400)
    const nobody = await fetch(`${world.address}/api/statement.pdf?${november}`)
    assert.equal(nobody.status, 401)
  })
})

describe('receipts', () => {
  it('come as one page of PDF for both sides, and for nobody else', async () => {
    for (const [person, word] of [
      [anna, 'Terkirim'],
      [budi, 'Diterima'],
    ] as const) {
      const text = await readPdf(person, `/api/payments/${paidId}/receipt.pdf`)
      assert.equal(text.length, 1)
      for (const expected of [
        'Bukti transaksi',
        word,
        'Rp1.044',
        'Anna Wijaya 欧阳镕',
        '王小明',
        '谢谢您 terima kasih',
      ])
        assert.ok(text[0]!.includes(expected), `${expected} in ${text[0]}`)
    }
    const stranger = await world.addPerson()
    const { status } = await world.get(stranger, `/api/payments/${paidId}/receipt.pdf`)
    assert.equal(status, 404)
  })

  it('say of what was refused that it was not sent or not paid, and of kept money that it is kept', async () => {
    const dewi = await world.addPerson(10_000n, 'Dewi')
    const unknown = { kind: 'phone', phone: '+6281299999999' } as const
    const { body: nobody } = await world.pay(dewi, { target: unknown, amount: '700' })
    const shop = await world.addShop()
    const { body: dear } = await world.pay(dewi, { target: { kind: 'qris', payload: shop.staticQr }, amount: '90000' })
    await world.topUp(dewi, 19_999_000n)
    const { body } = await world.get(dewi, '/api/payments?limit=1')
    const [kept] = (body as unknown as { payments: { id: string }[] }).payments
    await say(dewi, 'en')
    for (const [id, words] of [
      [nobody.paymentId, ['Not sent. Nothing was taken.', 'Sending money', '+6281299999999', 'Rp700']],
      [dear.paymentId, ['Not paid. Nothing was taken.', 'Payment to a shop', shop.name]],
      [kept!.id, ['Kept for you, not yet in your balance', 'Transfer from a bank', 'Rp19,999,000']],
    ] as const) {
      const [text] = await readPdf(dewi, `/api/payments/${id}/receipt.pdf`)
      for (const word of words) assert.ok(text!.includes(word), `${word} in ${text}`)
      assert.doesNotMatch(text!, / Sent |Paid to a shop|Added from a bank/)
    }
  })

  it('are not given where there was no money: the bank opened no account number', async () => {
    const eka = await world.addPerson()
    const refusal = { refused: 'bank_unreachable', figures: { bank: 'Bank Pasir' } } as const
    const id = await storeNumberAttempt(world.sql, world, { customerId: eka.id, refusal })
    assert.equal((await world.get(eka, `/api/payments/${id}`)).status, 200)
    assert.equal((await world.get(eka, `/api/payments/${id}/receipt.pdf`)).status, 404)
  })
})

/** RFC 4180, read the way the standard says. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  const row: string[] = []
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text)
    assert.ok(found, 'the file can be read to its end')
    row.push(found[1]?.replaceAll('""', '"') ?? found[2]!)
    if (found[3] === '\r\n') rows.push(row.splice(0))
  }
  return rows
}
