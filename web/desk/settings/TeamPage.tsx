import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { readTeamSettings } from '../../../contract/desk-settings.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { useGo } from '../frame/place.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { PageGuard } from '../parts/PageGuard.tsx'
import { newTeam, partPath } from './settings.ts'
import { TeamForm } from './TeamForm.tsx'

/** One team, or one that is yet to be. */
export function TeamPage({ teamId }: { teamId: string }) {
  const { t } = useWords('settings')
  const go = useGo()
  const found = useQuery(reading(readTeamSettings, {}))
  // What is typed stays while the list is read anew; the form begins again only when asked to.
  const [round, setRound] = useState(0)
  const back = (
    <Button icon={ArrowLeft} onClick={() => go(partPath('teams'))}>
      {t('team.back')}
    </Button>
  )
  return (
    <Loaded query={found} coming={t('reading')}>
      {({ teams, agents }) => {
        const team = teams.find(({ id }) => id === teamId)
        if (!team && teamId !== newTeam) return <EmptyState title={t('team.gone')} action={back} />
        return (
          <PageGuard title={team?.name ?? t('team.add')}>
            <div>{back}</div>
            <TeamForm
              key={round}
              team={team}
              teams={teams}
              agents={agents}
              onReload={() => void found.refetch().then(() => setRound(round + 1))}
            />
          </PageGuard>
        )
      }}
    </Loaded>
  )
}
