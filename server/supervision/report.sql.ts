import type { Report, ReportDay } from '../../contract/supervision.ts'
import type { Db } from '../platform/database.ts'

/** Customers' own words that a report shows. */
const saidShown = 50

export type ReportSpan = { from: Date; to: Date; timeZone: string }

/** Each day of the period, days without anybody too. */
export async function readDays(db: Db, { from, to, timeZone }: ReportSpan): Promise<ReportDay[]> {
  return db<ReportDay[]>`
    with day as (
      select generate_series((${from}::timestamptz at time zone ${timeZone})::date,
        (${to}::timestamptz at time zone ${timeZone})::date - 1, interval '1 day')::date as day),
    came as (
      select (queued_at at time zone ${timeZone})::date as day, end_reason, first_claimed_at,
        case when channel = 'chat' then extract(epoch from first_claimed_at - queued_at) end as waited
      from support_session where queued_at >= ${from} and queued_at < ${to} and not taken_up),
    served as (
      select day, count(*)::int as conversations, count(first_claimed_at)::int as served,
        count(*) filter (where end_reason = 'left' and first_claimed_at is null)::int as "left",
        (percentile_cont(0.5) within group (order by waited))::float8 as median,
        (percentile_cont(0.9) within group (order by waited))::float8 as ninetieth
      from came group by day),
    said as (
      select (said_at at time zone ${timeZone})::date as day, count(score)::int as answers, avg(score)::float8 as mean,
        count(*) filter (where score <= 2)::int as low
      from satisfaction where said_at >= ${from} and said_at < ${to} group by 1)
    select to_char(day, 'YYYY-MM-DD') as day, coalesce(conversations, 0) as conversations, coalesce(served, 0) as served,
      coalesce(served."left", 0) as left, median as "medianWaitSeconds", ninetieth as "ninetiethWaitSeconds",
      coalesce(answers, 0) as answers, mean as "meanScore", coalesce(low, 0) as low
    from day left join served using (day) left join said using (day) order by day`
}

type SaidRow = Omit<Report['satisfaction']['said'][number], 'at'> & { at: Date }

/** What customers answered in the period, by who answered them and what it was about, and their own words. */
export async function readSatisfactionFigures(db: Db, { from, to }: ReportSpan): Promise<Report['satisfaction']> {
  const figures = db`count(score)::int as answers, avg(score)::float8 as "meanScore", count(*) filter (where score <= 2)::int as low`
  const within = db`said_at >= ${from} and said_at < ${to} and score is not null`
  const [agents, categories, said] = await Promise.all([
    db<Report['satisfaction']['agents']>`
      select staff.name, ${figures} from satisfaction join staff on staff.id = agent_id
      where ${within} group by staff.id, staff.name order by staff.name, staff.id`,
    db<Report['satisfaction']['categories']>`
      select category, ${figures} from satisfaction where ${within} group by category order by answers desc, category`,
    db<SaidRow[]>`
      select s.case_id as "caseId", c.number, staff.name as agent, s.score, s.reasons, s.words, s.said_at as at
      from satisfaction s join support_case c on c.id = s.case_id left join staff on staff.id = s.agent_id
      where ${within} and s.words is not null order by s.said_at desc limit ${saidShown}`,
  ])
  return { agents, categories, said: said.map((row) => ({ ...row, at: row.at.toISOString() })) }
}
