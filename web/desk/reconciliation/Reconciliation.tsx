import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import type { Staff } from '../../../contract/identity.ts'
import { readReconciliation } from '../../../contract/reconciliation.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { classes } from '../../ui/parts/classes.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { BackLink } from '../parts/BackLink.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { BooksComing, DetailComing } from './BooksComing.tsx'
import { BreakView } from './BreakView.tsx'
import { DayView } from './DayView.tsx'
import { Overview } from './Overview.tsx'
import { breakPath, type Looking, overviewPath, readLooking } from './reconciliation.ts'
import { useFreshBooks } from './useFreshBooks.ts'

type Books = Reply<typeof readReconciliation>

/** The place of finance staff: what does not match on the left, one break or one day beside it. */
export function Reconciliation({ me }: { me: Staff }) {
  const { t } = useWords('desk')
  const go = useGo()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const looking = readLooking(path) ?? { at: 'overview' as const }
  const books = useQuery(reading(readReconciliation, {}))
  useFreshBooks()
  const inside = looking.at !== 'overview'

  const step = (by: 1 | -1) => {
    const rows = books.data?.breaks ?? []
    const here = looking.at === 'break' ? rows.findIndex((row) => row.id === looking.breakId) : by === 1 ? -1 : 0
    const next = rows[(here + by + rows.length) % Math.max(1, rows.length)]
    if (next) go(breakPath(next.id))
  }
  useCommand('next_conversation', () => step(1))
  useCommand('previous_conversation', () => step(-1))
  useCommand('back', inside ? () => go(overviewPath) : undefined)
  useCommand('read_again', () => void books.refetch())

  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] desktop:grid-cols-[26rem_minmax(0,1fr)]">
        <h1 className="sr-only">{`Dompet ${t('reconciliation.title')}`}</h1>
        <section
          aria-label={t('reconciliation.title')}
          className={classes(column, 'desktop:border-r', inside && 'hidden desktop:flex')}
        >
          <Loaded query={books} coming={<BooksComing />}>
            {(read) => <Overview books={read} looking={looking} />}
          </Loaded>
        </section>
        <section
          aria-label={t('reconciliation.chosen')}
          className={classes(column, 'bg-surface', !inside && 'hidden desktop:flex')}
        >
          {looking.at === 'break' ? (
            <BreakView key={looking.breakId} breakId={looking.breakId} />
          ) : books.isPending ? (
            <DetailComing />
          ) : (
            books.data && <Day looking={looking} books={books.data} />
          )}
        </section>
      </main>
    </div>
  )
}

/** The day that was chosen, else the latest. Days long past, and days without a statement, are not in the list. */
function Day({ looking, books }: { looking: Looking; books: Books }) {
  const { t } = useWords('desk')
  const day = looking.at === 'day' ? books.days.find(({ day }) => day === looking.day) : books.days[0]
  if (day) {
    const breaks = books.breaks.filter((row) => row.day === day.day)
    return <DayView key={day.day} day={day} bank={books.bank} breaks={breaks} />
  }
  if (looking.at !== 'day') return null
  return (
    <>
      <BackLink to={overviewPath} />
      <EmptyState title={t('reconciliation.no_day')}>{t('reconciliation.no_day_text')}</EmptyState>
    </>
  )
}

const column = 'relative flex min-h-0 min-w-0 flex-col gap-6 overflow-y-auto border-line px-gutter py-4'
