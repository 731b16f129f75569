import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { maximumStatementBytes } from '../../contract/reconciliation.ts'
import { writeStatement } from '../../sandbox/bank/statement.ts'
import { isRefusal } from '../platform/refusals.ts'
import { readStatement, type Statement } from './statement.ts'

const bank = { accountNo: '8880000001', holder: 'DOMPET & <Co>', kind: 'partner', balanceMinor: 0n } as const
const booking = {
  id: 1n,
  paymentRequestId: 'BP20261121000000000000001',
  referenceNo: '123456789012345',
  vaNo: '8881000110000001',
  payer: '陈美玲 <Chen>',
  amountMinor: 50_000_00n,
  bookedOn: '2026-11-21',
  valueOn: '2026-11-20',
  bare: false,
}
const good = writeStatement({
  day: '2026-11-21',
  account: bank,
  openingMinor: 700_00n,
  bookings: [booking, { ...booking, id: 2n, amountMinor: 1_25n, bare: true }],
})

const read = (text: string | Buffer) => readStatement('camt.053', Buffer.from(text as string))
const reasonOf = (text: string | Buffer) => {
  const answer = read(text)
  assert.ok(isRefusal(answer), 'was read')
  return answer.figures.reason
}
/** The good statement with one thing changed; fails where the thing is not there. */
const changed = (from: string | RegExp, to: string) => {
  const text = good.replace(from, to)
  assert.notEqual(text, good)
  return text
}

describe('camt.053', () => {
  it('is read as the bank wrote it', () => {
    const line = {
      reference: booking.paymentRequestId,
      bankReference: booking.referenceNo,
      account: booking.vaNo,
      amountMinor: 50_000_00n,
      bookedOn: '2026-11-21',
      valueOn: '2026-11-20',
      text: 'VA 8881000110000001 陈美玲 <Chen>',
    }
    assert.deepEqual(read(good), {
      statementId: '8880000001-20261121',
      account: '8880000001',
      currency: 'IDR',
      day: '2026-11-21',
      openingMinor: 700_00n,
      closingMinor: 50_701_25n,
      lines: [line, { ...line, reference: null, bankReference: 'N2', amountMinor: 1_25n }],
    } satisfies Statement)
  })

  it('takes what the standard allows and we do not read', () => {
    const more = changed('</CdtrAcct>', '</CdtrAcct><UltmtCdtr><Nm>Sari</Nm></UltmtCdtr>')
      .replace('</Ntry>', '<AddtlNtryInf>x</AddtlNtryInf></Ntry>')
      .replace('      <Ntry>', '<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry><Ntry>')
    assert.deepEqual(read(more), read(good))
    const moment = changed('<BookgDt><Dt>2026-11-21</Dt>', '<BookgDt><DtTm>2026-11-20T17:30:00Z</DtTm>')
    assert.deepEqual(read(moment), read(good))
  })

  it('reads the transactions of an entry that sums them up, and only where they add up to it', () => {
    const part = (end: string, amount: string) =>
      `<TxDtls><Refs><EndToEndId>${end}</EndToEndId></Refs><Amt Ccy="IDR">${amount}</Amt></TxDtls>`
    const batch = (second: string) => changed(/<TxDtls>[\s\S]*?<\/TxDtls>/, part('BP1', '20000') + part('BP2', second))
    const statement = read(batch('30000.00')) as Statement
    assert.deepEqual(
      statement.lines.slice(0, 2).map(({ reference, amountMinor }) => [reference, amountMinor]),
      [
        ['BP1', 20_000_00n],
        ['BP2', 30_000_00n],
      ],
    )
    assert.equal(reasonOf(batch('30000.01')), 'sums')
  })

  it('reads money that left as below zero', () => {
    const text = changed('50000.00</Amt><CdtDbtInd>CRDT', '50000.00</Amt><CdtDbtInd>DBIT').replace(
      '50701.25</Amt><CdtDbtInd>CRDT',
      '49298.75</Amt><CdtDbtInd>DBIT',
    )
    const statement = read(text) as Statement
    assert.equal(statement.closingMinor, -49_298_75n)
    assert.equal(statement.lines[0]!.amountMinor, -50_000_00n)
  })

  it('is refused where it is no XML, or reaches for anything outside itself', () => {
    for (const text of [
      '',
      'x',
      '{"a":1}',
      good.slice(0, -20),
      good.replace('</Id>', ''),
      Buffer.from([0xff, 0xfe, 0x3c, 0x00]),
      good.replace('UTF-8', 'UTF-7'),
      good
        .replace('<Document', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document')
        .replace('VA 888', '&a;'),
      '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>',
      good.replace('VA 888', '&other;'),
      // Of two bytes a letter, which a parser recognises without being told, and nobody sees in it what is declared.
      Buffer.from(
        good
          .replace(/<\?xml.*?\?>/, '<?xml version="1.0"?>')
          .replace('<Document', '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa">]><Document')
          .replace('VA 888', '&a;')
          .replace(/[^\0-\x7f]/g, 'x'),
        'utf16le',
      ),
    ])
      assert.equal(reasonOf(text), 'xml', text.toString().slice(0, 80))
  })

  it('is refused by its schema, with the line', () => {
    for (const text of [
      '<a/>',
      changed('camt.053.001.08', 'camt.053.001.02'),
      changed('<CdtDbtInd>CRDT', '<CdtDbtInd>PLUS'),
      changed('Ccy="IDR"', ''),
      changed('Ccy="IDR"', 'Ccy="Rp"'),
      changed('50000.00', '-50000.00'),
      changed('50000.00', '50.000,00'),
      changed('50000.00', 'NaN'),
      changed('<Sts><Cd>BOOK</Cd></Sts>', ''),
      changed(/<BkTxCd>.*<\/BkTxCd>/, ''),
      changed('2026-11-21</Dt></BookgDt>', '2026-02-30</Dt></BookgDt>'),
      changed('<Ntry>', '<Ntry><Own/>'),
      changed('8880000001-20261121</Id>', `${'x'.repeat(36)}</Id>`),
      changed(/<Acct>.*<\/Acct>/, ''),
    ]) {
      const answer = read(text)
      assert.ok(isRefusal(answer) && answer.figures.reason === 'schema', text.slice(0, 200))
      assert.ok(answer.figures.line > 0)
    }
  })

  it('is refused where it is whole and of no use', () => {
    for (const text of [
      changed('CLBD', 'CLAV'),
      changed('CLBD', 'OPBD'),
      changed('<Cd>BOOK</Cd>', '<Cd>PDNG</Cd>'),
      changed('Ccy="IDR">50000.00', 'Ccy="USD">50000.00'),
      changed('1.25', '1.255'),
      changed(/<BookgDt>.*<\/BookgDt>(?=<ValDt>)/, ''),
      changed(/(<Stmt>[\s\S]*<\/Stmt>)/, '$1$1'),
    ])
      assert.equal(reasonOf(text), 'content', text.slice(0, 200))
    assert.equal(reasonOf(changed('50000.00', '50000.01')), 'sums')
    assert.equal(reasonOf(Buffer.alloc(maximumStatementBytes + 1, 0x20)), 'too_large')
  })
})
