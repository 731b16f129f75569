import { useRouterState } from '@tanstack/react-router'
import type { Staff } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Tabs } from '../../ui/parts/Tabs.tsx'
import { inboxPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { ListenIn } from './ListenIn.tsx'
import { Quality } from './Quality.tsx'
import { ReportPart } from './ReportPart.tsx'
import { Staffing } from './Staffing.tsx'
import { partPath, parts, readLooking } from './supervision.ts'
import { Wallboard } from './Wallboard.tsx'

/** The supervisor's place: the desk now, what it needs, and what became of it. */
export function Supervision({ me }: { me: Staff }) {
  const { t } = useWords('supervision')
  const go = useGo()
  const { part, caseId } = readLooking(useRouterState({ select: (state) => state.location.pathname }))
  useCommand('back', caseId ? undefined : () => go(inboxPath))
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">{`Dompet ${t('title')}`}</h1>
        {caseId ? (
          <ListenIn key={caseId} caseId={caseId} me={me} />
        ) : (
          <section aria-label={t(`part.${part}`)} className="min-h-0 flex-1 overflow-y-auto px-gutter pb-10">
            <div className="mx-auto flex w-full max-w-400 flex-col gap-6">
              <Tabs
                label={t('title')}
                value={part}
                onChange={(next) => go(partPath(next))}
                tabs={parts.map((value) => ({ value, label: t(`part.${value}`) }))}
              />
              {part === 'wallboard' && <Wallboard />}
              {part === 'staffing' && <Staffing />}
              {part === 'quality' && <Quality />}
              {part === 'report' && <ReportPart />}
            </div>
          </section>
        )}
      </main>
    </div>
  )
}
