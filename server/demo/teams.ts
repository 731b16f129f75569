import { insertOpening, insertTeam } from '../routing/team.sql.ts'
import type { StaffKey } from './people.ts'
import { known, type Stage } from './stage.ts'

type TeamData = { name: string; topics: string[]; members: StaffKey[]; opens: string; closes: string }

/**
 * Who looks on wants to take people by hand and to find conversations as they were left: these teams neither give people
 * out nor give conversations back by themselves.
 */
const teams: TeamData[] = [
  {
    name: 'Customer care',
    topics: ['payment', 'top_up', 'account', 'refund', 'complaint', 'other'],
    members: ['sari', 'wei', 'budi'],
    opens: '07:00',
    closes: '22:00',
  },
  { name: 'Safety', topics: ['safety'], members: ['sari', 'wei', 'budi'], opens: '00:00', closes: '24:00' },
]
const daysOfWeek = 7

export async function formTeams(stage: Stage): Promise<void> {
  const { sql, ids } = stage
  for (const { name, topics, members, opens, closes } of teams) {
    const id = ids()
    const memberIds = members.map((key) => known(stage.staff, key).staffId)
    const manner = { timeZone: 'Asia/Jakarta', automatic: false, requeueAfterSeconds: null }
    await insertTeam(sql, { id, name, topics, memberIds, ...manner })
    for (let weekday = 1; weekday <= daysOfWeek; weekday += 1)
      await insertOpening(sql, { teamId: id, weekday, opens, closes })
  }
}
