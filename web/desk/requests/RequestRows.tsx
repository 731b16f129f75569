import { Link } from '@tanstack/react-router'
import type { DeskRequest } from '../../../contract/requests.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { formatSpan } from '../case/duration.ts'
import { useNow } from '../frame/clock.ts'
import { requestPath, stateMeanings } from './requests.ts'

type RowsProps = { label: string; rows: readonly DeskRequest[]; chosen: string | null; none: string }

export function RequestRows({ label, rows, chosen, none }: RowsProps) {
  if (rows.length === 0) return <p className="text-ink-soft">{none}</p>
  return (
    <List label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            to={requestPath(row.id) as never}
            aria-current={row.id === chosen ? 'page' : undefined}
            className={classes(rowPressClass, row.id === chosen && 'bg-accent-soft')}
          >
            <Row row={row} />
          </Link>
        </li>
      ))}
    </List>
  )
}

function Row({ row }: { row: DeskRequest }) {
  const { t, language } = useWords('requests')
  const { number, customerName, state, limit } = row
  return (
    <RowContent
      title={useAsks(row)}
      about={`${number} · ${customerName}`}
      after={
        state === 'waiting' ? (
          <Age since={row.askedAt} />
        ) : (
          <Badge meaning={stateMeanings[state]}>{t(`state.${state}`)}</Badge>
        )
      }
      afterAbout={limit && <span className="figures">{formatMoney(limit.perDay, language)}</span>}
    />
  )
}

/** Who asks for what, in a sentence. */
export function useAsks({ action, own, askedBy }: DeskRequest): string {
  const { t } = useWords('requests')
  return own
    ? t(`asks.${action}_own` as 'asks.raise_limit_own')
    : t(`asks.${action}` as 'asks.raise_limit', { name: askedBy })
}

function Age({ since }: { since: string }) {
  const { t } = useWords('requests')
  const cases = useWords('cases')
  const now = useNow()
  return (
    <span className="figures text-13 font-strong whitespace-nowrap text-warn">
      {t('age', { time: formatSpan(Math.max(0, now.getTime() - Date.parse(since)), cases.t) })}
    </span>
  )
}
