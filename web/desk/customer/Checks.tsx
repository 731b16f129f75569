import { Check, X } from 'lucide-react'
import type { z } from 'zod'
import type { check } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import type desk from '../words/en.json'
import { useFigures } from './figures.tsx'

type StoredCheck = z.output<typeof check>

/** The decision as it was made: each check in its order, with the figures it looked at, and the one that refused. */
export function Checks({ checks }: { checks: readonly StoredCheck[] }) {
  const { t } = useWords('desk')
  const figuresOf = useFigures()
  if (checks.length === 0) return <p className="text-13 text-ink-soft">{t('checks.none')}</p>
  return (
    <ol aria-label={t('checks.title')} className="flex flex-col gap-2.5">
      {checks.map(({ check: name, passed, figures }) => {
        const Icon = passed ? Check : X
        return (
          <li key={name} className="flex gap-2.5">
            <Icon
              aria-hidden
              size="1.25rem"
              strokeWidth={2}
              className={classes('mt-px shrink-0', passed ? 'text-good' : 'text-bad')}
            />
            <div className="min-w-0 flex-1">
              <p className="flex items-baseline gap-3">
                <span className={classes('min-w-0 flex-1', !passed && 'font-strong')}>{checkWords(t, name)}</span>
                <span className={classes('shrink-0 text-13', passed ? 'text-ink-soft' : 'font-strong text-bad')}>
                  {passed ? t('checks.passed') : t('checks.refused')}
                </span>
              </p>
              <dl className="flex flex-wrap gap-x-4 text-13 text-ink-soft tabular-nums">
                {figuresOf(figures).map(([figure, value]) => (
                  <div key={figure} className="flex gap-1.5">
                    <dt>{figure}</dt>
                    <dd className={classes('font-strong', !passed && 'text-ink')}>{value}</dd>
                  </div>
                ))}
              </dl>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function checkWords(t: ReturnType<typeof useWords<'desk'>>['t'], name: string): string {
  return t(`check.${name as keyof typeof desk.check}`, { defaultValue: name.replaceAll('_', ' ') })
}
