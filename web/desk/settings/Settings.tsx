import { useRouterState } from '@tanstack/react-router'
import type { Staff } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Tabs } from '../../ui/parts/Tabs.tsx'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Agents } from './Agents.tsx'
import { Categories } from './Categories.tsx'
import { Changes } from './Changes.tsx'
import { Closing } from './Closing.tsx'
import { Criteria } from './Criteria.tsx'
import { partPath, parts, readLooking } from './settings.ts'
import { Targets } from './Targets.tsx'
import { TeamPage } from './TeamPage.tsx'
import { Teams } from './Teams.tsx'

/** Who answers whom, what cases are about, what is promised, when they close by themselves, and how answers are judged. */
export function Settings({ me }: { me: Staff }) {
  const { t } = useWords('settings')
  const go = useGo()
  const { part, teamId } = readLooking(useRouterState({ select: (state) => state.location.pathname }))
  useCommand('back', () => go(teamId ? partPath('teams') : '/'))
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="min-h-0 flex-1 overflow-y-auto px-gutter">
        <h1 className="sr-only">{`Dompet ${t('title')}`}</h1>
        <div className="mx-auto flex w-full max-w-256 flex-col gap-6 pb-10">
          <Tabs
            label={t('title')}
            value={part}
            onChange={(next) => go(partPath(next))}
            tabs={parts.map((value) => ({ value, label: t(`part.${value}`) }))}
          />
          <section aria-label={t(`part.${part}`)} className="flex flex-col gap-4">
            {part === 'teams' && (teamId ? <TeamPage key={teamId} teamId={teamId} /> : <Teams />)}
            {part === 'agents' && <Agents />}
            {part === 'categories' && <Categories />}
            {part === 'targets' && <Targets />}
            {part === 'closing' && <Closing />}
            {part === 'criteria' && <Criteria />}
            {part === 'changes' && <Changes />}
          </section>
        </div>
      </main>
    </div>
  )
}
