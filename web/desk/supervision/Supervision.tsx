import { useRouterState } from '@tanstack/react-router'
import type { Staff } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Tabs } from '../../ui/parts/Tabs.tsx'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { partPath, parts, readLooking } from './supervision.ts'
import { Wallboard } from './Wallboard.tsx'

/** The supervisor's place: the desk now, and what became of it. */
export function Supervision({ me }: { me: Staff }) {
  const { t } = useWords('supervision')
  const go = useGo()
  const { part } = readLooking(useRouterState({ select: (state) => state.location.pathname }))
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="min-h-0 flex-1 overflow-y-auto px-gutter pb-10">
        <h1 className="sr-only">{`Dompet ${t('title')}`}</h1>
        <div className="mx-auto flex w-full max-w-400 flex-col gap-6">
          <Tabs
            label={t('title')}
            value={part}
            onChange={(next) => go(partPath(next))}
            tabs={parts.map((value) => ({ value, label: t(`part.${value}`) }))}
          />
          {part === 'wallboard' && <Wallboard />}
        </div>
      </main>
    </div>
  )
}
