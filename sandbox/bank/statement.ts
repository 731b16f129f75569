import type { Account, Transfer } from './book.ts'
import { snapAmount } from './money.ts'
import { jakartaDay } from './snap.ts'

// The bank's statement of one account and one day, ISO 20022 camt.053.001.08.

/** One line of the partner's account. `bare`: written without the reference that the wallet knows. */
export interface Booking {
  id: bigint
  paymentRequestId: string
  referenceNo: string
  vaNo: string
  payer: string
  amountMinor: bigint
  bookedOn: string
  valueOn: string
  bare: boolean
}

/** Ways in which a transfer gets onto the statement. */
export const bookingFaults = ['bookMissing', 'bookChanged', 'bookTwice', 'bookLate', 'bookBare'] as const
export type BookingFault = (typeof bookingFaults)[number]

/** What a changed entry lacks: a thousand rupiah, or half of less than two thousand. */
const CHANGE_MINOR = 1_000_00n
const DAY_MS = 86_400_000

export type NewBooking = Pick<Booking, 'paymentRequestId' | 'amountMinor' | 'bookedOn' | 'valueOn' | 'bare'>

/** The lines that a transfer becomes while these faults are on. */
export function bookingsOf(transfer: Transfer, on: (fault: BookingFault) => boolean): NewBooking[] {
  if (on('bookMissing')) return []
  const { paymentRequestId, amountMinor, madeAt } = transfer
  const late = on('bookLate') ? DAY_MS : 0
  const change = amountMinor < 2n * CHANGE_MINOR ? amountMinor / 2n : CHANGE_MINOR
  const booking: NewBooking = {
    paymentRequestId,
    amountMinor: on('bookChanged') ? amountMinor - change : amountMinor,
    bookedOn: jakartaDay(new Date(madeAt.getTime() + late)),
    valueOn: jakartaDay(madeAt),
    bare: on('bookBare'),
  }
  return on('bookTwice') ? [booking, booking] : [booking]
}

export interface DayBook {
  day: string
  account: Account
  openingMinor: bigint
  bookings: Booking[]
}

/** Writes the statement of a day that is over; the same book gives the same bytes for ever. */
export function writeStatement({ day, account, openingMinor, bookings }: DayBook): string {
  const closingMinor = bookings.reduce((sum, booking) => sum + booking.amountMinor, openingMinor)
  const id = `${account.accountNo}-${day.replaceAll('-', '')}`
  const writtenAt = `${jakartaDay(new Date(Date.parse(day) + DAY_MS))}T01:00:00+07:00`
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>M${id}</MsgId><CreDtTm>${writtenAt}</CreDtTm></GrpHdr>
    <Stmt>
      <Id>${id}</Id>
      <CreDtTm>${writtenAt}</CreDtTm>
      <FrToDt><FrDtTm>${day}T00:00:00+07:00</FrDtTm><ToDtTm>${day}T23:59:59+07:00</ToDtTm></FrToDt>
      <Acct><Id><Othr><Id>${account.accountNo}</Id></Othr></Id><Ccy>IDR</Ccy><Nm>${escapeXml(account.holder)}</Nm></Acct>
${balance('OPBD', openingMinor, day)}
${balance('CLBD', closingMinor, day)}
${bookings.map(entry).join('\n')}
    </Stmt>
  </BkToCstmrStmt>
</Document>
`
}

function balance(code: string, minor: bigint, day: string): string {
  return `      <Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(minor)}<Dt><Dt>${day}</Dt></Dt></Bal>`
}

function entry(booking: Booking): string {
  const { bare, paymentRequestId, referenceNo, vaNo, payer } = booking
  return `      <Ntry>
        <NtryRef>${booking.id}</NtryRef>${amount(booking.amountMinor)}<Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>${booking.bookedOn}</Dt></BookgDt><ValDt><Dt>${booking.valueOn}</Dt></ValDt>
        <AcctSvcrRef>${bare ? `N${booking.id}` : referenceNo}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>VCOM</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>${bare ? 'NOTPROVIDED' : escape(paymentRequestId)}</EndToEndId></Refs>
          <RltdPties><CdtrAcct><Id><Othr><Id>${vaNo}</Id></Othr></Id></CdtrAcct></RltdPties>
          <RmtInf><Ustrd>${escapeXml(`VA ${vaNo} ${payer}`.slice(0, 140))}</Ustrd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>`
}

function amount(minor: bigint): string {
  const absolute = minor < 0n ? -minor : minor
  return `<Amt Ccy="IDR">${snapAmount(absolute).value}</Amt><CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
