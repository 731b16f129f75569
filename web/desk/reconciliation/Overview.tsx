import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { BreakRow, ReconciliationDay, readReconciliation } from '../../../contract/reconciliation.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Badge } from '../../ui/parts/Badge.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { type Meaning, Notice } from '../../ui/parts/Notice.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { Held } from './Held.tsx'
import { breakPath, dayPath, type Looking, sayDay } from './reconciliation.ts'
import { UploadStatement } from './UploadStatement.tsx'

type Books = Reply<typeof readReconciliation>

/** The alarm first, then what is open, then the days. */
export function Overview({ books, looking }: { books: Books; looking: Looking }) {
  const { t, language } = useWords('desk')
  const alarm = books.days.find(({ day }) => day === books.alarm)
  const opening = books.openingDifference
  return (
    <>
      {alarm?.clientMoney && (
        <Notice
          meaning={alarm.clientMoney.state === 'unexplained' ? 'bad' : 'warn'}
          title={t('reconciliation.alarm', { day: sayDay(alarm.day, language) })}
        >
          {alarm.clientMoney.difference && (
            <>
              <Amount money={alarm.clientMoney.difference} signed />
              {' · '}
            </>
          )}
          {t(`reconciliation.state.${alarm.clientMoney.state}`)}
        </Notice>
      )}
      <Section title={t('reconciliation.breaks')}>
        {books.breaks.length === 0 ? (
          <EmptyState title={t(books.days.length === 0 ? 'reconciliation.nothing_yet' : 'reconciliation.no_breaks')}>
            {t(books.days.length === 0 ? 'reconciliation.nothing_yet_text' : 'reconciliation.no_breaks_text')}
          </EmptyState>
        ) : (
          <List label={t('reconciliation.breaks')}>
            {books.breaks.map((row) => (
              <BreakLine key={row.id} row={row} chosen={looking.at === 'break' && looking.breakId === row.id} />
            ))}
          </List>
        )}
      </Section>
      <Held />
      <Section title={t('reconciliation.statement')}>
        <UploadStatement />
        {opening && !/^0+\.0+$/.test(opening.amount) && (
          <p className="text-13 text-ink-soft">
            {t('reconciliation.opening_difference')} <Amount money={opening} signed />
          </p>
        )}
      </Section>
      {books.days.length > 0 && (
        <Section title={t('reconciliation.days')}>
          <List label={t('reconciliation.days')}>
            {books.days.map((day) => (
              <DayLine key={day.day} day={day} chosen={looking.at === 'day' && looking.day === day.day} />
            ))}
          </List>
        </Section>
      )}
    </>
  )
}

/** A row that leads to a day or a break, beside which it stays marked. */
function PlaceLine({ to, chosen, children }: { to: string; chosen: boolean; children: ReactNode }) {
  return (
    <li>
      <Link
        to={to as never}
        aria-current={chosen ? 'true' : undefined}
        className={classes(rowPressClass, chosen && 'bg-accent-soft')}
      >
        {children}
      </Link>
    </li>
  )
}

export function BreakLine({ row, chosen }: { row: BreakRow; chosen: boolean }) {
  const { t, language } = useWords('desk')
  return (
    <PlaceLine to={breakPath(row.id)} chosen={chosen}>
      <RowContent
        title={t(`reconciliation.kind.${row.kind}`)}
        about={`${sayDay(row.day, language)} · ${t('reconciliation.age', { count: row.ageDays })}`}
        after={<Amount money={row.difference} signed />}
        afterAbout={row.proposed ? t('reconciliation.waits') : t(`reconciliation.break.${row.state}`)}
      />
    </PlaceLine>
  )
}

export const stateMeanings: Record<NonNullable<ReconciliationDay['clientMoney']>['state'], Meaning> = {
  balanced: 'good',
  explained: 'warn',
  unexplained: 'bad',
  no_statement: 'info',
}

function DayLine({ day, chosen }: { day: ReconciliationDay; chosen: boolean }) {
  const { t, language } = useWords('desk')
  const state = day.clientMoney?.state ?? 'no_statement'
  return (
    <PlaceLine to={dayPath(day.day)} chosen={chosen}>
      <RowContent
        title={sayDay(day.day, language)}
        about={[
          t('reconciliation.matched', { count: day.matched }),
          ...(day.openBreaks > 0 ? [t('reconciliation.open', { count: day.openBreaks })] : []),
        ].join(' · ')}
        after={<Badge meaning={stateMeanings[state]}>{t(`reconciliation.short.${state}`)}</Badge>}
      />
    </PlaceLine>
  )
}
