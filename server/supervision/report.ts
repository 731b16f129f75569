import type { Report } from '../../contract/supervision.ts'
import { readServiceFigures } from '../cases/clocks.sql.ts'
import { readDiagnosisFigures } from '../cases/diagnosis.sql.ts'
import type { Sql } from '../platform/database.ts'
import { endOfDay, operatorZone, startOfDay } from '../policy/calendar.ts'
import { readDays, readSatisfactionFigures } from './report.sql.ts'

/** A period of the operator's days, first and last within it. Times in seconds. */
export async function readReport(sql: Sql, period: { from: string; to: string }): Promise<Report> {
  const from = startOfDay(period.from)
  const to = endOfDay(startOfDay(period.to))
  const [days, satisfaction, service, diagnosis] = await Promise.all([
    readDays(sql, { from, to, timeZone: operatorZone }),
    readSatisfactionFigures(sql, { from, to, timeZone: operatorZone }),
    readServiceFigures(sql, from, to),
    readDiagnosisFigures(sql, from, to),
  ])
  return { days, satisfaction, service, diagnosis }
}
