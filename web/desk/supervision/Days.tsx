import type { ReportDay } from '../../../contract/supervision.ts'
import { languageTags } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Section } from '../../ui/parts/Page.tsx'
import { Bars } from './Bars.tsx'
import { BigFigure, BigFigures } from './BigFigure.tsx'
import { formatSeconds } from './figures.ts'

/** Each day of a period: how many came, and how long half of them waited at most. */
export function Days({ days }: { days: readonly ReportDay[] }) {
  const { t, language } = useWords('supervision')
  const format = new Intl.DateTimeFormat(languageTags[language], { day: 'numeric', month: 'numeric', timeZone: 'UTC' })
  // The month is said where it begins.
  const nameOf = (day: string, place: number) =>
    place === 0 || day.endsWith('-01') ? format.format(new Date(`${day}T00:00:00Z`)) : String(Number(day.slice(-2)))
  const sum = (of: (day: ReportDay) => number) => days.reduce((total, day) => total + of(day), 0)
  return (
    <>
      <BigFigures>
        <BigFigure name={t('today.conversations')}>{sum((day) => day.conversations)}</BigFigure>
        <BigFigure name={t('today.served')}>{sum((day) => day.served)}</BigFigure>
        <BigFigure name={t('today.left')}>{sum((day) => day.left)}</BigFigure>
      </BigFigures>
      <Section title={t('today.conversations')}>
        <Bars
          label={t('today.conversations')}
          sight="last"
          bars={days.map(({ day, conversations }, place) => ({
            key: day,
            label: nameOf(day, place),
            value: conversations,
            words: String(conversations),
          }))}
        />
      </Section>
      <Section title={t('today.median')}>
        <Bars
          label={t('today.median')}
          sight="last"
          bars={days.map(({ day, medianWaitSeconds }, place) => ({
            key: day,
            label: nameOf(day, place),
            value: medianWaitSeconds ?? 0,
            words: formatSeconds(medianWaitSeconds),
          }))}
        />
      </Section>
    </>
  )
}
