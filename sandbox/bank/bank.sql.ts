import type { DatabaseSync } from 'node:sqlite'
import { inTransaction, openDatabase } from '../database.ts'
import type { Account, Attempt, Transfer, VirtualAccount } from './book.ts'
import type { Booking, NewBooking } from './statement.ts'

const schema = `
  create table if not exists accounts (
    account_no text primary key,
    holder text not null,
    kind text not null check (kind in ('person', 'partner')),
    balance_minor integer not null check (balance_minor >= 0)
  ) strict;
  create table if not exists virtual_accounts (
    va_no text primary key,
    partner_service_id text not null,
    customer_no text not null,
    name text not null,
    trx_id text not null unique,
    trx_type text not null check (trx_type in ('O', 'C')),
    total_minor integer check (total_minor > 0),
    expires_at integer,
    state text not null check (state in ('active', 'paid', 'deleted')),
    created_at integer not null,
    check (trx_type = 'O' or total_minor is not null)
  ) strict;
  create table if not exists transfers (
    payment_request_id text primary key,
    reference_no text not null unique,
    va_no text not null references virtual_accounts,
    from_account_no text not null references accounts,
    amount_minor integer not null check (amount_minor > 0),
    made_at integer not null,
    notification text not null check (notification in ('waiting', 'accepted', 'given_up')),
    rounds integer not null default 0,
    next_round_at integer
  ) strict;
  create index if not exists transfers_by_va on transfers (va_no, made_at);
  create index if not exists transfers_due on transfers (next_round_at) where notification = 'waiting';
  create table if not exists bookings (
    id integer primary key autoincrement,
    payment_request_id text not null references transfers,
    amount_minor integer not null,
    booked_on text not null,
    value_on text not null,
    bare integer not null
  ) strict;
  create index if not exists bookings_by_day on bookings (booked_on, id);
  create table if not exists attempts (
    id integer primary key autoincrement,
    payment_request_id text not null,
    external_id text not null,
    kind text not null check (kind in ('true', 'forged')),
    started_at integer not null,
    ended_at integer,
    http_status integer,
    response_code text,
    failure text
  ) strict;
  create index if not exists attempts_by_payment on attempts (payment_request_id, id);
  create table if not exists tokens (token_hash text primary key, expires_at integer not null) strict;
  create table if not exists external_ids (
    day text not null,
    external_id text not null,
    primary key (day, external_id)
  ) strict;
  create table if not exists faults (name text primary key, is_on integer not null) strict;
`

type Row = Record<string, unknown>
const toDate = (value: unknown) => new Date(Number(value))
const toDateOrNull = (value: unknown) => (value === null ? null : toDate(value))

export type BankStore = ReturnType<typeof openBankStore>

export function openBankStore(dir: string) {
  const database = openDatabase(dir, 'bank', schema)
  return {
    atomically: <T>(work: () => T) => inTransaction(database, work),
    ...accountQueries(database),
    ...virtualAccountQueries(database),
    ...transferQueries(database),
    ...bookingQueries(database),
    ...attemptQueries(database),
    ...callerQueries(database),
    close: () => database.close(),
  }
}

/** All rows, integers as bigint: amounts must never pass through a number. */
function all(database: DatabaseSync, sql: string, ...values: (string | number | bigint | null)[]): Row[] {
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  return statement.all(...values) as Row[]
}

function accountQueries(database: DatabaseSync) {
  const read = (row: Row): Account => ({
    accountNo: row.account_no as string,
    holder: row.holder as string,
    kind: row.kind as Account['kind'],
    balanceMinor: row.balance_minor as bigint,
  })
  return {
    openAccount(account: Account): void {
      database
        .prepare('insert or ignore into accounts values (?, ?, ?, ?)')
        .run(account.accountNo, account.holder, account.kind, account.balanceMinor)
    },
    account: (accountNo: string) =>
      all(database, 'select * from accounts where account_no = ?', accountNo).map(read)[0],
    accounts: () => all(database, 'select * from accounts order by kind desc, rowid').map(read),
    addToBalance(accountNo: string, changeMinor: bigint): void {
      database
        .prepare('update accounts set balance_minor = balance_minor + ? where account_no = ?')
        .run(changeMinor, accountNo)
    },
  }
}

function virtualAccountQueries(database: DatabaseSync) {
  const read = (row: Row): VirtualAccount => ({
    vaNo: row.va_no as string,
    partnerServiceId: row.partner_service_id as string,
    customerNo: row.customer_no as string,
    name: row.name as string,
    trxId: row.trx_id as string,
    trxType: row.trx_type as VirtualAccount['trxType'],
    totalMinor: row.total_minor as bigint | null,
    expiresAt: toDateOrNull(row.expires_at),
    state: row.state as VirtualAccount['state'],
    createdAt: toDate(row.created_at),
  })
  return {
    /** Opens a virtual account, also again under the number of a deleted one. */
    putVirtualAccount(va: VirtualAccount): void {
      database
        .prepare(
          `insert into virtual_accounts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           on conflict (va_no) do update set name = excluded.name, trx_id = excluded.trx_id, state = excluded.state,
             trx_type = excluded.trx_type, total_minor = excluded.total_minor, expires_at = excluded.expires_at,
             created_at = excluded.created_at`,
        )
        .run(
          va.vaNo,
          va.partnerServiceId,
          va.customerNo,
          va.name,
          va.trxId,
          va.trxType,
          va.totalMinor,
          va.expiresAt?.getTime() ?? null,
          va.state,
          va.createdAt.getTime(),
        )
    },
    virtualAccount: (vaNo: string) =>
      all(database, 'select * from virtual_accounts where va_no = ?', vaNo).map(read)[0],
    virtualAccountByTrxId: (trxId: string) =>
      all(database, 'select * from virtual_accounts where trx_id = ?', trxId).map(read)[0],
    virtualAccounts: (limit: number) =>
      all(database, 'select * from virtual_accounts order by created_at desc, rowid desc limit ?', limit).map(read),
    setVirtualAccountState(vaNo: string, state: VirtualAccount['state']): void {
      database.prepare('update virtual_accounts set state = ? where va_no = ?').run(state, vaNo)
    },
  }
}

function transferQueries(database: DatabaseSync) {
  const read = (row: Row): Transfer => ({
    paymentRequestId: row.payment_request_id as string,
    referenceNo: row.reference_no as string,
    vaNo: row.va_no as string,
    fromAccountNo: row.from_account_no as string,
    amountMinor: row.amount_minor as bigint,
    madeAt: toDate(row.made_at),
    notification: row.notification as Transfer['notification'],
    rounds: Number(row.rounds),
    nextRoundAt: toDateOrNull(row.next_round_at),
  })
  return {
    putTransfer(transfer: Transfer): void {
      database
        .prepare('insert into transfers values (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          transfer.paymentRequestId,
          transfer.referenceNo,
          transfer.vaNo,
          transfer.fromAccountNo,
          transfer.amountMinor,
          transfer.madeAt.getTime(),
          transfer.notification,
          transfer.rounds,
          transfer.nextRoundAt?.getTime() ?? null,
        )
    },
    /** Takes away transfers of a past that the bank did not live through, and answers what they had brought. */
    forgetHistory(): bigint {
      const past = `select payment_request_id from transfers where notification = 'accepted' and rounds = 0`
      const brought = all(
        database,
        `select coalesce(sum(amount_minor), 0) as total from transfers where payment_request_id in (${past})`,
      )[0]?.total as bigint
      database.prepare(`delete from bookings where payment_request_id in (${past})`).run()
      database.prepare(`delete from transfers where payment_request_id in (${past})`).run()
      return brought
    },
    transfer: (paymentRequestId: string) =>
      all(database, 'select * from transfers where payment_request_id = ?', paymentRequestId).map(read)[0],
    transfers: (limit: number) =>
      all(database, 'select * from transfers order by made_at desc, rowid desc limit ?', limit).map(read),
    transfersTo: (vaNo: string, limit: number) =>
      all(
        database,
        'select * from transfers where va_no = ? order by made_at desc, rowid desc limit ?',
        vaNo,
        limit,
      ).map(read),
    dueTransfers: (now: Date, limit: number) =>
      all(
        database,
        `select * from transfers where notification = 'waiting' and next_round_at <= ? order by next_round_at limit ?`,
        now.getTime(),
        limit,
      ).map(read),
    nextRoundAt: () =>
      toDateOrNull(
        all(database, `select min(next_round_at) as at from transfers where notification = 'waiting'`)[0]?.at ?? null,
      ),
    setNotification(paymentRequestId: string, next: Pick<Transfer, 'notification' | 'rounds' | 'nextRoundAt'>): void {
      database
        .prepare('update transfers set notification = ?, rounds = ?, next_round_at = ? where payment_request_id = ?')
        .run(next.notification, next.rounds, next.nextRoundAt?.getTime() ?? null, paymentRequestId)
    },
  }
}

function bookingQueries(database: DatabaseSync) {
  const read = (row: Row): Booking => ({
    id: row.id as bigint,
    paymentRequestId: row.payment_request_id as string,
    referenceNo: row.reference_no as string,
    vaNo: row.va_no as string,
    payer: row.holder as string,
    amountMinor: row.amount_minor as bigint,
    bookedOn: row.booked_on as string,
    valueOn: row.value_on as string,
    bare: row.bare === 1n,
  })
  return {
    putBooking(booking: NewBooking): void {
      database
        .prepare(
          'insert into bookings (payment_request_id, amount_minor, booked_on, value_on, bare) values (?, ?, ?, ?, ?)',
        )
        .run(booking.paymentRequestId, booking.amountMinor, booking.bookedOn, booking.valueOn, booking.bare ? 1 : 0)
    },
    bookingsOf: (day: string) =>
      all(
        database,
        `select b.*, t.reference_no, t.va_no, a.holder from bookings b
         join transfers t using (payment_request_id) join accounts a on a.account_no = t.from_account_no
         where b.booked_on = ? order by b.id`,
        day,
      ).map(read),
    bookedBefore: (day: string) =>
      all(database, 'select coalesce(sum(amount_minor), 0) as total from bookings where booked_on < ?', day)[0]
        ?.total as bigint,
  }
}

function attemptQueries(database: DatabaseSync) {
  const read = (row: Row): Attempt => ({
    paymentRequestId: row.payment_request_id as string,
    externalId: row.external_id as string,
    kind: row.kind as Attempt['kind'],
    startedAt: toDate(row.started_at),
    endedAt: toDateOrNull(row.ended_at),
    httpStatus: row.http_status === null ? null : Number(row.http_status),
    responseCode: row.response_code as string | null,
    failure: row.failure as string | null,
  })
  return {
    /** Records an attempt before it is sent; answers its row. */
    startAttempt(attempt: Pick<Attempt, 'paymentRequestId' | 'externalId' | 'kind' | 'startedAt'>): number {
      const { lastInsertRowid } = database
        .prepare('insert into attempts (payment_request_id, external_id, kind, started_at) values (?, ?, ?, ?)')
        .run(attempt.paymentRequestId, attempt.externalId, attempt.kind, attempt.startedAt.getTime())
      return Number(lastInsertRowid)
    },
    endAttempt(row: number, endedAt: Date, outcome: Pick<Attempt, 'httpStatus' | 'responseCode' | 'failure'>): void {
      database
        .prepare('update attempts set ended_at = ?, http_status = ?, response_code = ?, failure = ? where id = ?')
        .run(endedAt.getTime(), outcome.httpStatus, outcome.responseCode, outcome.failure, row)
    },
    attempts: (paymentRequestId: string, limit: number) =>
      all(
        database,
        'select * from attempts where payment_request_id = ? order by id desc limit ?',
        paymentRequestId,
        limit,
      ).map(read),
    forgedAttempts: (limit: number) =>
      all(database, `select * from attempts where kind = 'forged' order by id desc limit ?`, limit).map(read),
  }
}

function callerQueries(database: DatabaseSync) {
  return {
    putToken(tokenHash: string, expiresAt: Date, now: Date): void {
      database.prepare('delete from tokens where expires_at <= ?').run(now.getTime())
      database.prepare('insert into tokens values (?, ?)').run(tokenHash, expiresAt.getTime())
    },
    tokenHolds: (tokenHash: string, now: Date) =>
      all(database, 'select 1 from tokens where token_hash = ? and expires_at > ?', tokenHash, now.getTime()).length >
      0,
    /** Takes an external id for its day; false when it was taken before. */
    claimExternalId(day: string, externalId: string): boolean {
      database.prepare('delete from external_ids where day < ?').run(day)
      return database.prepare('insert or ignore into external_ids values (?, ?)').run(day, externalId).changes === 1
    },
    faultsOn: () => all(database, 'select name from faults where is_on = 1').map((row) => row.name as string),
    setFault(name: string, on: boolean): void {
      database
        .prepare('insert into faults values (?, ?) on conflict (name) do update set is_on = excluded.is_on')
        .run(name, on ? 1 : 0)
    },
  }
}
