import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { readReport, reportCsv } from '../../../contract/supervision.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { addressOf } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { operatorZone } from '../../ui/time.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Days } from './Days.tsx'
import { Judged } from './Judged.tsx'
import { SatisfactionFigures } from './SatisfactionFigures.tsx'

const lengths = ['7', '30', '90'] as const
const dayMs = 86_400_000

/** A period of the desk in figures, and as a file. */
export function ReportPart() {
  const { t } = useWords('supervision')
  const [days, setDays] = useState<(typeof lengths)[number]>('30')
  const query = lastDays(Number(days), new Date())
  const found = useQuery({ ...reading(readReport, { query }), placeholderData: keepPreviousData })
  return (
    <>
      <div className="flex flex-wrap items-end gap-4">
        <div className="min-w-50">
          <Select
            label={t('report.period')}
            value={days}
            onChange={setDays}
            options={lengths.map((value) => ({ value, label: t('report.days', { count: Number(value) }) }))}
          />
        </div>
        <a href={addressOf(reportCsv.path, {}, query)} download className={buttonClass('quiet')}>
          <Download aria-hidden size="1.2em" strokeWidth={1.75} className="shrink-0" />
          {t('report.csv')}
        </a>
      </div>
      <Loaded query={found} coming={t('report.reading')}>
        {(report) => (
          <>
            <Days days={report.days} />
            <SatisfactionFigures satisfaction={report.satisfaction} />
            <Judged report={report} />
          </>
        )}
      </Loaded>
    </>
  )
}

/** The operator's days up to today. */
function lastDays(count: number, now: Date): { from: string; to: string } {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: operatorZone })
  return { from: day.format(now.getTime() - (count - 1) * dayMs), to: day.format(now) }
}
