import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type CoverageRow, readCoverage } from './coverage.sql.ts'
import { readTeams } from './queue.ts'
import { promisedCoverage } from './waiting-time.ts'

export type Coverage = Omit<CoverageRow, 'teamId'> & {
  /** Null for people of no team. */
  team: string | null
  /** Share of real waits that the announced range held; null where nobody was told. */
  share: number | null
}

/** How the announced waits of this time came true, by team, and the share that is promised. Seconds throughout. */
export async function coverage(
  db: Db,
  clock: Clock,
  period: { from: Date; to: Date },
): Promise<{ promised: number; teams: Coverage[] }> {
  const [rows, teams] = await Promise.all([readCoverage(db, period), readTeams(db, clock.now())])
  return {
    promised: promisedCoverage,
    teams: rows.map(({ teamId, ...row }) => ({
      ...row,
      team: teamId === null ? null : (teams.get(teamId)?.name ?? null),
      share: row.told === 0 ? null : row.inside / row.told,
    })),
  }
}
