import type { Db } from '../platform/database.ts'

export type CoverageRow = {
  teamId: string | null
  told: number
  inside: number
  early: number
  late: number
  meanWaitSeconds: number | null
  medianWidthSeconds: number | null
}

/**
 * Announced ranges against real waits, by team, of people who were told in this time and of whom it is known: an agent
 * came, or they left (or chose to be answered later) after the end of the range, which counts as late.
 */
export async function readCoverage(db: Db, period: { from: Date; to: Date }): Promise<CoverageRow[]> {
  return db<CoverageRow[]>`
    with told as (
      select team_id, announced_from_seconds as low, announced_to_seconds as high, first_claimed_at is not null and channel = 'chat' as served,
        -- Who is being given to an agent in the very moment of telling waits for nothing.
        greatest(0, extract(epoch from coalesce(case when channel = 'chat' then first_claimed_at else chosen_at end, ended_at) - announced_at)) as real
      from support_session
      where announced_at >= ${period.from} and announced_at < ${period.to}),
    known as (select * from told where served or real > high)
    select team_id as "teamId", count(*)::int as told,
      count(*) filter (where served and real between low and high)::int as inside,
      count(*) filter (where served and real < low)::int as early,
      count(*) filter (where real > high)::int as late,
      avg(real) filter (where served)::float8 as "meanWaitSeconds",
      percentile_cont(0.5) within group (order by high - low)::float8 as "medianWidthSeconds"
    from known group by team_id order by team_id nulls last`
}
