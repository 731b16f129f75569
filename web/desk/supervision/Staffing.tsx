import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '../../../contract/route.ts'
import { readStaffing } from '../../../contract/supervision.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { languageTags } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { sayClock } from '../../ui/time.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Bars } from './Bars.tsx'
import { formatSeconds, formatShare } from './figures.ts'

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const
const percents = ['70', '80', '90', '95'] as const
const withins = ['20', '30', '60', '120', '300'] as const
const places = ['1', '2', '3', '4', '5', '6'] as const

/** How many agents each half hour of a weekday needs, so that the wished share is answered in time. */
export function Staffing() {
  const { t, language } = useWords('supervision')
  const [weekday, setWeekday] = useState<(typeof weekdays)[number]>('1')
  const [percent, setPercent] = useState<(typeof percents)[number]>('80')
  const [within, setWithin] = useState<(typeof withins)[number]>('60')
  const [perAgent, setPerAgent] = useState<(typeof places)[number]>('3')
  const query = { weekday, answeredPercent: percent, withinSeconds: within, placesPerAgent: perAgent }
  const staffing = useQuery({ ...reading(readStaffing, { query }), placeholderData: keepPreviousData })
  const dayName = new Intl.DateTimeFormat(languageTags[language], { weekday: 'long', timeZone: 'UTC' })
  return (
    <>
      <div className="grid gap-4 tablet:grid-cols-2 desktop:grid-cols-4">
        <Select
          label={t('staffing.weekday')}
          value={weekday}
          onChange={setWeekday}
          // The first of January 2024 was a Monday.
          options={weekdays.map((value) => ({ value, label: dayName.format(Date.UTC(2024, 0, Number(value))) }))}
        />
        <Select
          label={t('staffing.answered')}
          value={percent}
          onChange={setPercent}
          options={percents.map((value) => ({ value, label: `${value}%` }))}
        />
        <Select
          label={t('staffing.within')}
          value={within}
          onChange={setWithin}
          options={withins.map((value) => ({ value, label: formatSeconds(Number(value)) }))}
        />
        <Select
          label={t('staffing.places')}
          value={perAgent}
          onChange={setPerAgent}
          options={places.map((value) => ({ value, label: value }))}
        />
      </div>
      <Loaded query={staffing} coming={t('staffing.counting')}>
        {(needs) => <Needs needs={needs} />}
      </Loaded>
    </>
  )
}

function Needs({ needs }: { needs: Reply<typeof readStaffing> }) {
  const { t, language } = useWords('supervision')
  const { days, handlingSeconds, patienceSeconds, halfHours } = needs
  if (halfHours.length === 0) return <EmptyState title={t('staffing.nobody')}>{t('staffing.nobody_text')}</EmptyState>
  return (
    <>
      <div className="max-w-120">
        <Facts
          facts={[
            [t('staffing.days'), days],
            [t('staffing.handling'), formatSeconds(handlingSeconds)],
            [t('staffing.patience'), formatSeconds(patienceSeconds)],
          ]}
        />
      </div>
      <Section title={t('staffing.agents')}>
        <Bars
          label={t('staffing.agents')}
          sight="first"
          bars={halfHours.map(({ start, agents }) => ({
            key: start,
            label: sayClock(start, language),
            value: agents,
            words: `${agents}`,
          }))}
        />
      </Section>
      <Section title={t('staffing.outcome')}>
        <List label={t('staffing.outcome')}>
          {halfHours.map(({ start, arrivals, agents, answeredShare, leavingShare }) => (
            <li key={start} className={rowClass}>
              <RowContent
                title={<span className="figures">{sayClock(start, language)}</span>}
                about={t('staffing.arrivals', { count: Math.round(arrivals * 10) / 10 })}
                after={t('staffing.needs', { count: agents })}
                afterAbout={t('staffing.shares', {
                  answered: formatShare(answeredShare),
                  leaving: formatShare(leavingShare),
                })}
              />
            </li>
          ))}
        </List>
      </Section>
    </>
  )
}
