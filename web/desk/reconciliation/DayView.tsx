import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { type BreakRow, type ReconciliationDay, reconcileDay } from '../../../contract/reconciliation.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { List } from '../../ui/parts/List.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment, operatorZone } from '../../ui/time.ts'
import { BackLink } from '../parts/BackLink.tsx'
import { Problem } from '../parts/Problem.tsx'
import { BreakLine, stateMeanings } from './Overview.tsx'
import { overviewPath, readAllAgain, sayDay } from './reconciliation.ts'

type DayViewProps = {
  day: ReconciliationDay
  bank: string
  /** Those of this day. */
  breaks: readonly BreakRow[]
}

/** One day: is client money whole, what is it made of, and what of it does not match. */
export function DayView({ day, bank, breaks }: DayViewProps) {
  const { t, language } = useWords('desk')
  const queries = useQueryClient()
  const again = useMutation({
    mutationFn: () => call(reconcileDay, { params: { day: day.day }, body: {}, timeoutMs: 60_000 }),
    onSettled: () => readAllAgain(queries),
  })
  const { clientMoney: money, statement } = day
  return (
    <>
      <BackLink to={overviewPath} />
      <h2 className="text-26 font-bold">{sayDay(day.day, language)}</h2>
      {money && (
        <Notice meaning={stateMeanings[money.state]} title={t(`reconciliation.state.${money.state}`)}>
          {money.difference && money.state !== 'balanced' && (
            <>
              {t('reconciliation.difference')} <Amount money={money.difference} signed />
            </>
          )}
        </Notice>
      )}
      {money && (
        <div className="grid max-w-200 gap-8 tablet:grid-cols-2">
          <Section title={t('reconciliation.at_bank')}>
            <Facts
              facts={[
                [t('reconciliation.our_books'), <Amount key="books" money={money.atBank} />],
                ...(money.statementClosing
                  ? [[bank, <Amount key="bank" money={money.statementClosing} />] as const]
                  : []),
                ...(money.explained
                  ? [
                      [
                        t('reconciliation.explained'),
                        <Amount key="explained" money={money.explained} signed />,
                      ] as const,
                    ]
                  : []),
              ]}
            />
          </Section>
          <Section title={t('reconciliation.owed')}>
            <Facts
              facts={(['customers', 'merchants', 'fees', 'suspense', 'opening'] as const).map((name) => [
                t(`reconciliation.purpose.${name}`),
                <Amount key={name} money={money[name]} />,
              ])}
            />
          </Section>
        </div>
      )}
      {breaks.length > 0 && (
        <Section title={t('reconciliation.breaks')}>
          <div className="max-w-200">
            <List label={t('reconciliation.breaks')}>
              {breaks.map((row) => (
                <BreakLine key={row.id} row={row} chosen={false} />
              ))}
            </List>
          </div>
        </Section>
      )}
      <Section title={t('reconciliation.statement')}>
        <p className="text-ink-soft [overflow-wrap:anywhere]">
          {statement
            ? `${t('reconciliation.lines', { count: statement.records })} · ${statement.id} · ${formatMoment(statement.receivedAt, language, operatorZone)} · ${t(statement.uploaded ? 'reconciliation.by_hand' : 'reconciliation.by_itself')}`
            : t('reconciliation.state.no_statement')}
        </p>
        {again.error && <Problem error={again.error} />}
        <div>
          <Button
            icon={RotateCw}
            busy={again.isPending ? t('reconciliation.comparing') : undefined}
            onClick={() => again.mutate()}
          >
            {t('reconciliation.compare')}
          </Button>
        </div>
      </Section>
    </>
  )
}
