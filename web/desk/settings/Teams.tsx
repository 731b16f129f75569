import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Plus } from 'lucide-react'
import { readTeamSettings, type TeamSetting } from '../../../contract/desk-settings.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { useGo } from '../frame/place.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { newTeam, teamPath, topics } from './settings.ts'

/** All teams: whether they work now, what they answer, who waits; and topics that nobody answers. */
export function Teams() {
  const { t } = useWords('settings')
  const go = useGo()
  const found = useQuery(reading(readTeamSettings, {}))
  const add = (
    <Button icon={Plus} onClick={() => go(teamPath(newTeam))}>
      {t('team.add')}
    </Button>
  )
  return (
    <Loaded query={found} coming={t('reading')}>
      {({ teams }) =>
        teams.length === 0 ? (
          <EmptyState title={t('team.none')} action={add}>
            {t('team.none_about')}
          </EmptyState>
        ) : (
          <>
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="max-w-prose text-ink-soft">{t('team.about')}</p>
              {add}
            </div>
            <Unanswered teams={teams} />
            <List label={t('part.teams')}>
              {teams.map((team) => (
                <li key={team.id}>
                  <Link to={teamPath(team.id) as never} className={rowPressClass}>
                    <TeamRow team={team} />
                    <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
                  </Link>
                </li>
              ))}
            </List>
          </>
        )
      }
    </Loaded>
  )
}

function TeamRow({ team }: { team: TeamSetting }) {
  const { t } = useWords('settings')
  const desk = useWords('desk')
  const answered = team.topics.map((topic) => desk.t(`topic.${topic}`)).join(', ')
  const members = t('team.members_count', { count: team.memberIds.length })
  return (
    <RowContent
      title={team.name}
      about={`${answered || t('team.no_topics')} · ${members}`}
      after={<Standing team={team} />}
      afterAbout={team.waiting > 0 && t('team.waiting', { count: team.waiting })}
    />
  )
}

/** Open, closed, or closed for a holiday and which. */
export function Standing({ team }: { team: TeamSetting }) {
  const { t } = useWords('settings')
  if (team.open) return <Badge meaning="good">{t('team.open')}</Badge>
  return <Badge>{team.holidayToday ? t('team.closed_for', { name: team.holidayToday }) : t('team.closed')}</Badge>
}

function Unanswered({ teams }: { teams: readonly TeamSetting[] }) {
  const { t } = useWords('settings')
  const desk = useWords('desk')
  const left = topics.filter((topic) => !teams.some((team) => team.topics.includes(topic)))
  if (left.length === 0) return null
  return (
    <Notice
      meaning="info"
      title={t('team.unanswered', { topics: left.map((topic) => desk.t(`topic.${topic}`)).join(', ') })}
    >
      {t('team.unanswered_about')}
    </Notice>
  )
}
