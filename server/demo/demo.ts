import type { Passwords } from '../identity/passwords.ts'
import { readPhone } from '../identity/phone.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import { shareBankPast } from './bank-past.ts'
import { calendarOf } from './calendar.ts'
import { haveAccounts, isEmptyWorld, lockWorld } from './demo.sql.ts'
import { openShops } from './money-deeds.ts'
import { demoPassword } from './people.ts'
import { endAllSessions, hireStaff } from './people-deeds.ts'
import { play } from './play.ts'
import { scriptOf } from './script.ts'
import { type DemoSignIns, demoSignIns } from './sign-ins.ts'
import { createStage, type Setting } from './stage.ts'
import { formTeams } from './teams.ts'

export type DemoDeps = Omit<Setting, 'passwordHash'> & { sql: Sql; clock: Clock; passwords: Passwords }

/** The shops and the staff were there before the first customer came. */
const openingDaysAgo = 30

/**
 * Fills an empty database with people, shops, four weeks of payments and a few conversations, all made by the product's
 * own verbs on a clock of the past; the bank is told what it would have booked. Null where anybody is there already.
 *
 * The whole world is one transaction: whoever kills the process in the middle leaves nothing behind, and the next start
 * makes it anew.
 */
export async function seedDemoWorld(deps: DemoDeps): Promise<DemoSignIns | null> {
  const { sql, clock, passwords, ...setting } = deps
  if (!(await isEmptyWorld(sql))) return null
  const passwordHash = await passwords.hash(demoPassword)
  const calendar = calendarOf(clock.now())
  return sql.begin(async (tx) => {
    await lockWorld(tx)
    if (!(await isEmptyWorld(tx))) return null
    const stage = createStage(tx, { ...setting, passwordHash }, calendar.day(openingDaysAgo, '08:00'))
    await hireStaff(stage)
    await formTeams(stage)
    await openShops(stage)
    await play(stage, scriptOf(calendar))
    await endAllSessions(stage)
    await shareBankPast(stage, calendar.day(openingDaysAgo, '08:00'))
    return demoSignIns
  })
}

/** The sign-ins, where the demo world is in this database: also on later starts, when nothing has to be made. */
export async function findDemoSignIns(sql: Sql): Promise<DemoSignIns | null> {
  const phones = demoSignIns.customers.map(({ phone }) => readPhone(phone)!)
  const emails = demoSignIns.staff.map(({ email }) => email)
  return (await haveAccounts(sql, phones, emails)) ? demoSignIns : null
}
