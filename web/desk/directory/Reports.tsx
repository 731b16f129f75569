import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { judgeScamReports, type readDirectoryDesk } from '../../../contract/directory.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment } from '../../ui/time.ts'
import { useSay } from '../parts/say.ts'
import { readAllAgain } from './directory.ts'

type Report = Reply<typeof readDirectoryDesk>['reports'][number]

/** What customers report as fraud. Two of them warn everybody; staff warn at once, or not at all. */
export function Reports({ reports }: { reports: Report[] }) {
  const { t } = useWords('directory')
  return (
    <Section title={t('reports')}>
      <p className="text-ink-soft">{t('reports_about')}</p>
      {reports.length === 0 ? (
        <p className="text-ink-soft">{t('reports_none')}</p>
      ) : (
        <List label={t('reports')}>
          {reports.map((report) => (
            <ReportLine key={`${report.kind}/${report.value}`} report={report} />
          ))}
        </List>
      )}
    </Section>
  )
}

function ReportLine({ report }: { report: Report }) {
  const { t, language } = useWords('directory')
  const queries = useQueryClient()
  const say = useSay()
  const { kind, value, customers, lastAt, verdict } = report
  const judge = useMutation({
    mutationFn: (next: 'confirmed' | 'dismissed') => call(judgeScamReports, { body: { kind, value, verdict: next } }),
    onError: say,
    onSettled: () => readAllAgain(queries),
  })
  const busy = (next: 'confirmed' | 'dismissed') =>
    judge.isPending && judge.variables === next ? t('busy') : undefined
  const press = (next: 'confirmed' | 'dismissed') => () => !judge.isPending && judge.mutate(next)
  return (
    <li className={rowClass}>
      <RowContent
        title={<span className="[overflow-wrap:anywhere]">{value}</span>}
        about={`${t(`suspect.${kind}`)} · ${t('customers', { count: customers })} · ${formatMoment(lastAt, language)}`}
      />
      {verdict && <Badge meaning={verdict === 'confirmed' ? 'bad' : 'info'}>{t(`verdict.${verdict}`)}</Badge>}
      {verdict !== 'confirmed' && (
        <Button icon={Check} busy={busy('confirmed')} onClick={press('confirmed')}>
          {t('confirm')}
        </Button>
      )}
      {verdict !== 'dismissed' && (
        <Button icon={X} busy={busy('dismissed')} onClick={press('dismissed')}>
          {t('dismiss')}
        </Button>
      )}
    </li>
  )
}
