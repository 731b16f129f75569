import { useQuery } from '@tanstack/react-query'
import { type AgentSetting, readTeamSettings, type TeamSetting } from '../../../contract/desk-settings.ts'
import { languageIn } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { List, ListRow } from '../../ui/parts/List.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { AgentSheet } from './AgentSheet.tsx'
import { useOpenSheet } from './sheet.ts'

/** Everybody who answers customers: languages, teams, and how many people at once. */
export function Agents() {
  const { t } = useWords('settings')
  const found = useQuery(reading(readTeamSettings, {}))
  const sheet = useOpenSheet(found)
  return (
    <Loaded query={found} coming={t('reading')}>
      {({ agents, teams }) => {
        if (agents.length === 0) return <EmptyState title={t('agent.none')}>{t('agent.none_about')}</EmptyState>
        const agent = agents.find(({ id }) => id === sheet.open)
        return (
          <>
            <p className="max-w-prose text-ink-soft">{t('agent.about')}</p>
            <List label={t('part.agents')}>
              {agents.map((one) => (
                <AgentRow key={one.id} agent={one} teams={teams} onPress={() => sheet.choose(one.id)} />
              ))}
            </List>
            {agent && <AgentSheet key={sheet.key} agent={agent} {...sheet.props} />}
          </>
        )
      }}
    </Loaded>
  )
}

type AgentRowProps = { agent: AgentSetting; teams: readonly TeamSetting[]; onPress: () => void }

function AgentRow({ agent, teams, onPress }: AgentRowProps) {
  const { t, language: mine } = useWords('settings')
  const own = teams.filter(({ memberIds }) => memberIds.includes(agent.id)).map(({ name }) => name)
  const spoken = agent.languages.map((language) => languageIn(language, mine)).join(', ')
  return (
    <ListRow
      title={agent.name}
      about={`${spoken} · ${own.join(', ') || t('agent.no_team')}`}
      after={t('agent.places_count', { count: agent.places.chat })}
      onPress={onPress}
    />
  )
}
