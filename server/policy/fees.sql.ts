import type { Db } from '../platform/database.ts'
import type { FeeKind, FeeRule, FeeSchedule } from './fees.ts'

type Row = { version: number; since: Date; kind: FeeKind; payer: FeeRule['payer']; fixed: bigint; basis_points: number }

/** The newest version whose time has come. Read anew for every batch, so that a change counts at once everywhere. */
async function selectRows(db: Db, now: Date): Promise<Row[]> {
  return db<Row[]>`
    select f.version, v.since, f.kind, f.payer, f.fixed, f.basis_points
    from fee f join fee_version v using (version)
    where f.version = (select max(version) from fee_version where since <= ${now})
    order by f.kind`
}

export async function selectFeeSchedule(db: Db, now: Date): Promise<FeeSchedule> {
  const rows = await selectRows(db, now)
  return new Map(
    rows.map(({ kind, payer, fixed, basis_points }) => [
      kind,
      { kind, payer, fixedMinor: fixed, basisPoints: basis_points },
    ]),
  )
}

export async function selectPublishedFees(db: Db, now: Date) {
  const rows = await selectRows(db, now)
  return { version: rows[0]!.version, since: rows[0]!.since, rows }
}
