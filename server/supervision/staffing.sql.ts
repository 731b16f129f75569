import type { Db } from '../platform/database.ts'

export type Arrivals = { halfHour: number; people: number }

/** People who came on one weekday since then, by half hour (0 to 47), and how many such days there were since anybody came. */
export async function readArrivals(
  db: Db,
  { weekday, from, to, timeZone }: { weekday: number; from: Date; to: Date; timeZone: string },
): Promise<{ days: number; arrivals: Arrivals[] }> {
  const arrivals = await db<Arrivals[]>`
    with came as (
      select queued_at at time zone ${timeZone} as local from support_session
      where queued_at >= ${from} and queued_at < ${to} and not taken_up)
    select (extract(hour from local) * 2 + floor(extract(minute from local) / 30))::int as "halfHour", count(*)::int as people
    from came where extract(isodow from local) = ${weekday} group by 1 order by 1`
  const [row] = await db<{ days: number }[]>`
    select count(*)::int as days
    from generate_series(
      (select min(queued_at) at time zone ${timeZone} from support_session where queued_at >= ${from} and queued_at < ${to})::date,
      (${to}::timestamptz at time zone ${timeZone})::date - 1, interval '1 day') as day
    where extract(isodow from day) = ${weekday}`
  return { days: row!.days, arrivals }
}
