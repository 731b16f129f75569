import type { Db } from '../platform/database.ts'

/** Rows of `signin_unknown` that are forgotten, at most so many at a time. */
const unknownKeptMs = 24 * 3_600_000
const forgottenAtOnce = 20

/** Where the tries of one person, or of one name that nobody has, are counted. */
export type Counter =
  | { table: 'customer' | 'staff'; key: 'id'; value: string }
  | { table: 'signin_unknown'; key: 'digest'; value: Buffer }

export type Counted = { tries: number; lockedUntil: Date | null }

/**
 * Counts one try in a single statement, so that tries at the same time cannot exceed the bound: the row's lock makes
 * them take turns. Undefined where the counter is locked.
 */
export async function countTry(
  db: Db,
  counter: Counter,
  at: { now: Date; allowed: number; lockUntil: Date },
): Promise<Counted | undefined> {
  if (counter.table === 'signin_unknown') await insertUnknown(db, counter.value, at.now)
  const triesNow = db`(case when signin_locked_until is null then signin_tries + 1 else 1 end)`
  const [row] = await db<Counted[]>`
    update ${db(counter.table)} set signin_tries = ${triesNow},
      signin_locked_until = case when ${triesNow} >= ${at.allowed}::int then ${at.lockUntil}::timestamptz end
    where ${db(counter.key)} = ${counter.value} and (signin_locked_until is null or signin_locked_until <= ${at.now})
    returning signin_tries as tries, signin_locked_until as "lockedUntil"`
  return row
}

async function insertUnknown(db: Db, digest: Buffer, now: Date): Promise<void> {
  await db`
    delete from signin_unknown where digest in (
      select digest from signin_unknown where updated_at < ${new Date(now.getTime() - unknownKeptMs)}
      order by updated_at limit ${forgottenAtOnce} for update skip locked)`
  await db`
    insert into signin_unknown (digest, updated_at) values (${digest}, ${now})
    on conflict (digest) do update set updated_at = excluded.updated_at`
}

export async function selectLock(db: Db, counter: Counter): Promise<Date | null> {
  const [row] = await db<{ lockedUntil: Date | null }[]>`
    select signin_locked_until as "lockedUntil" from ${db(counter.table)} where ${db(counter.key)} = ${counter.value}`
  return row?.lockedUntil ?? null
}

export async function clearTries(db: Db, counter: Counter): Promise<void> {
  await db`
    update ${db(counter.table)} set signin_tries = 0, signin_locked_until = null where ${db(counter.key)} = ${counter.value}`
}

/** Takes one count back: the password was never looked at. */
export async function uncountTry(db: Db, counter: Counter): Promise<void> {
  await db`
    update ${db(counter.table)} set signin_tries = greatest(signin_tries - 1, 0), signin_locked_until = null
    where ${db(counter.key)} = ${counter.value}`
}
