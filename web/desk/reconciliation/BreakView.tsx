import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { PencilLine, Scale } from 'lucide-react'
import { useState } from 'react'
import { explainBreak, readBreak } from '../../../contract/reconciliation.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment, operatorZone } from '../../ui/time.ts'
import { BackLink } from '../parts/BackLink.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { ReasonSheet } from '../parts/ReasonSheet.tsx'
import { DetailComing } from './BooksComing.tsx'
import { Corrections } from './Corrections.tsx'
import { ProposeSheet } from './ProposeSheet.tsx'
import { overviewPath, readAllAgain, sayDay } from './reconciliation.ts'

type Whole = Reply<typeof readBreak>

/** One break: what it is, both sides next to each other, and what can be done. */
export function BreakView({ breakId }: { breakId: string }) {
  const found = useQuery(reading(readBreak, { params: { breakId } }))
  return (
    <>
      <BackLink to={overviewPath} />
      <Loaded query={found} coming={<DetailComing />}>
        {(whole) => <Told whole={whole} />}
      </Loaded>
    </>
  )
}

function Told({ whole }: { whole: Whole }) {
  const { t, language } = useWords('desk')
  const { row, events, corrections } = whole
  const open = row.state === 'open' || row.state === 'explained'
  const waiting = corrections.filter(({ state }) => state === 'proposed')
  const decided = corrections.filter(({ state }) => state !== 'proposed')
  return (
    <>
      <header className="flex flex-col items-start gap-2">
        <div className="flex flex-wrap items-center gap-3">
          <h2 className="text-20 font-bold">{t(`reconciliation.kind.${row.kind}`)}</h2>
          <Badge>{t(`reconciliation.break.${row.state}`)}</Badge>
        </div>
        <Amount money={row.difference} size="large" signed />
        <p>{t(`reconciliation.about.${row.kind}`)}</p>
        <p className="text-15 text-ink-soft">
          {sayDay(row.day, language)} · {t('reconciliation.age', { count: row.ageDays })}
        </p>
      </header>
      <div className="grid max-w-200 gap-4 tablet:grid-cols-2">
        <Side title={t('reconciliation.bank_says')} side={whole.bank} />
        <Side title={t('reconciliation.we_say')} side={whole.ours} />
      </div>
      <Corrections title={t('reconciliation.to_decide')} corrections={waiting} open={open} />
      <Deeds whole={whole} />
      <Corrections title={t('reconciliation.corrections')} corrections={decided} open={open} />
      {events.length > 0 && (
        <Section title={t('reconciliation.record')}>
          <ol className="flex flex-col gap-2">
            {events.map((event) => (
              <li key={event.at + event.action} className="text-15">
                <span className="font-strong">{t(deedWord(event.action), { name: event.actor })}</span>
                {event.reason && <span className="block [overflow-wrap:anywhere]">{event.reason}</span>}
                <time dateTime={event.at} className="block text-13 text-ink-soft">
                  {formatMoment(event.at, language, operatorZone)}
                </time>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </>
  )
}

const deeds = {
  'break.closed': 'reconciliation.deed.closed',
  'break.explained': 'reconciliation.deed.explained',
  'correction.proposed': 'reconciliation.deed.proposed',
  'correction.approved': 'reconciliation.deed.approved',
  'correction.rejected': 'reconciliation.deed.rejected',
} as const

function deedWord(action: string) {
  return deeds[action as keyof typeof deeds] ?? 'reconciliation.deed.other'
}

function Side({ title, side }: { title: string; side: Whole['bank'] }) {
  const { t, language } = useWords('desk')
  return (
    <Card className="flex flex-col gap-3">
      <h3 className="text-15 font-bold text-ink-soft">{title}</h3>
      {side ? (
        <>
          <Amount money={side.amount} size="medium" />
          <Facts
            facts={(
              [
                ['day', sayDay(side.day, language)],
                ['reference', side.reference],
                ['bank_reference', side.bankReference],
                ['account', side.account],
                ['text', side.text],
              ] as const
            ).flatMap(([name, value]) =>
              value
                ? [
                    [
                      t(`reconciliation.side.${name}`),
                      <span
                        key={name}
                        className={classes('[overflow-wrap:anywhere]', name === 'reference' && 'text-13')}
                      >
                        {value}
                      </span>,
                    ] as const,
                  ]
                : [],
            )}
          />
        </>
      ) : (
        <p className="text-ink-soft">{t('reconciliation.side.nothing')}</p>
      )}
    </Card>
  )
}

function Deeds({ whole }: { whole: Whole }) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const [sheet, setSheet] = useState<'propose' | 'explain' | null>(null)
  const { row, templates } = whole
  const explain = useMutation({
    mutationFn: (reason: string) => call(explainBreak, { params: { breakId: row.id }, body: { reason } }),
    onSuccess: () => setSheet(null),
    onSettled: () => readAllAgain(queries),
  })
  if (templates.length === 0) return null
  return (
    <div className="flex flex-wrap gap-3">
      <Button
        tone="primary"
        icon={Scale}
        withheld={row.proposed ? t('reconciliation.waits_about') : undefined}
        onClick={() => setSheet('propose')}
      >
        {t('reconciliation.propose')}
      </Button>
      <Button icon={PencilLine} className="self-start" onClick={() => setSheet('explain')}>
        {t('reconciliation.explain')}
      </Button>
      <ProposeSheet row={row} templates={templates} open={sheet === 'propose'} onClose={() => setSheet(null)} />
      <ReasonSheet
        title={t('reconciliation.explain')}
        about={t('reconciliation.explain_about')}
        action={t('reconciliation.explain')}
        open={sheet === 'explain'}
        busy={explain.isPending}
        error={explain.error}
        onClose={() => setSheet(null)}
        onReason={(reason) => explain.mutate(reason)}
      />
    </div>
  )
}
