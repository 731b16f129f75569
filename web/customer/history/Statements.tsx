import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileText, Sheet } from 'lucide-react'
import { useState } from 'react'
import { readStatement, type Statement, statementCsv, statementPdf } from '../../../contract/statements.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { reading } from '../../ui/net/query.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Screen } from '../app/Screen.tsx'
import { formatPeriod, isPeriod, monthName, monthsUpTo, type Period, today } from './periods.ts'

const ownPeriod = 'own'
const monthsShown = 13

/** A statement of one month, or of any period: its figures at a glance, and the files to keep. */
export function Statements() {
  const { t, language } = useWords('customer')
  const months = monthsUpTo(new Date(), monthsShown)
  const [chosen, setChosen] = useState(months[0]!.from)
  const [own, setOwn] = useState<Period>({ from: months[0]!.from, to: today(new Date()) })
  const period = months.find(({ from }) => from === chosen) ?? own
  const options = months.map(({ from }) => ({ value: from, label: monthName(from, language) }))
  return (
    <Screen title={t('statements.title')} backTo="/history">
      <Select
        label={t('statements.period')}
        value={chosen}
        onChange={setChosen}
        options={[...options, { value: ownPeriod, label: t('statements.own') }]}
      />
      {chosen === ownPeriod && (
        <div className="grid grid-cols-2 gap-3">
          <TextField
            type="date"
            label={t('statements.from')}
            value={own.from}
            max={own.to}
            onChange={(from) => setOwn({ ...own, from })}
          />
          <TextField
            type="date"
            label={t('statements.to')}
            value={own.to}
            min={own.from}
            onChange={(to) => setOwn({ ...own, to })}
          />
        </div>
      )}
      {isPeriod(period) ? (
        <Figures period={period} onShorter={() => setChosen(months[0]!.from)} />
      ) : (
        <p role="alert">{t('statements.backwards')}</p>
      )}
      <p className="text-15 text-ink-soft">{t('statements.zone')}</p>
    </Screen>
  )
}

function Figures({ period, onShorter }: { period: Period; onShorter: () => void }) {
  const { t } = useWords('customer')
  const navigate = useNavigate()
  const statement = useQuery(reading(readStatement, { query: period }))
  if (statement.data) return <Found statement={statement.data} />
  if (statement.isPending)
    return (
      <Waiting words={t('statements.loading')}>
        <Skeleton className="h-40 w-full rounded-card" />
      </Waiting>
    )
  return (
    <ErrorState
      error={statement.error}
      onRetry={() => statement.refetch()}
      onNext={({ target }) => {
        if (target === 'ask_person') navigate({ to: '/help/chat' })
        if (target === 'close') onShorter()
      }}
    />
  )
}

function Found({ statement }: { statement: Statement }) {
  const { t, language } = useWords('customer')
  const query = new URLSearchParams({ from: statement.from, to: statement.to })
  return (
    <>
      <Card className="flex flex-col gap-3">
        <h2 className="text-15 font-strong">{formatPeriod(statement, language)}</h2>
        <Facts
          facts={[
            [t('statements.opening'), formatMoney(statement.opening, language)],
            [t('statements.in'), formatMoney(statement.in, language)],
            [t('statements.out'), formatMoney(statement.out, language)],
            [t('statements.closing'), formatMoney(statement.closing, language)],
          ]}
        />
      </Card>
      <p className="text-ink-soft">{t('statements.lines', { count: statement.lineCount })}</p>
      <div className="flex flex-col gap-3">
        <a href={`${statementPdf.path}?${query}`} download className={buttonClass('primary', true)}>
          <FileText aria-hidden size="1.2em" strokeWidth={1.75} />
          {t('statements.pdf')}
        </a>
        <a href={`${statementCsv.path}?${query}`} download className={buttonClass('quiet', true)}>
          <Sheet aria-hidden size="1.2em" strokeWidth={1.75} />
          {t('statements.csv')}
        </a>
      </div>
    </>
  )
}
