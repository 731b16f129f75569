import { Copy, Plus, X } from 'lucide-react'
import { maximumOpenings, type Opening } from '../../../contract/desk-settings.ts'
import { controlBox } from '../../ui/fields/Field.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { IconAction } from '../../ui/parts/IconAction.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { sayWeekday } from './figures.ts'
import { type DraftPart, isWhole, likeMonday, timeFrom } from './team-draft.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]
/** What a further span begins with; most days have one. */
const usual = { opens: '08:00', closes: '17:00' }
const afterwards = { opens: '18:00', closes: '20:00' }

/** When the team works, day by day; a day may have several spans, for a rest in between. */
export function TeamHours({ draft, onChange, tried }: DraftPart) {
  const { t, language } = useWords('settings')
  const { openings } = draft
  const set = (next: Opening[]) => onChange({ openings: next })
  const full = openings.length >= maximumOpenings
  return (
    <Section title={t('hours.title')}>
      <p className="text-15 text-ink-soft">{openings.length === 0 ? t('hours.always') : t('hours.hint')}</p>
      <ul className="divide-y divide-line">
        {weekdays.map((weekday) => {
          const day = sayWeekday(weekday, language)
          const own = openings.filter((opening) => opening.weekday === weekday)
          return (
            <li key={weekday} className="flex items-start gap-3 py-2">
              <span className="w-24 shrink-0 pt-3 font-strong">{day}</span>
              <div className="flex min-w-0 flex-1 flex-col gap-2">
                {own.length === 0 && openings.length > 0 && <p className="pt-3 text-ink-soft">{t('hours.closed')}</p>}
                {openings.map((opening, place) =>
                  opening.weekday === weekday ? (
                    <Span
                      // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place; its times are what is typed
                      key={place}
                      day={day}
                      opening={opening}
                      wrong={tried && !isWhole(opening)}
                      onChange={(next) => set(openings.with(place, next))}
                      onRemove={() => set(openings.toSpliced(place, 1))}
                    />
                  ) : null,
                )}
              </div>
              {!full && (
                <IconAction
                  icon={Plus}
                  words="hidden"
                  label={t('hours.add', { day })}
                  onClick={() => set([...openings, { weekday, ...(own.length === 0 ? usual : afterwards) }])}
                />
              )}
            </li>
          )
        })}
      </ul>
      {openings.some(({ weekday }) => weekday === 1) && (
        <div>
          <Button icon={Copy} onClick={() => set(likeMonday(openings))}>
            {t('hours.like_monday')}
          </Button>
        </div>
      )}
    </Section>
  )
}

type SpanProps = {
  day: string
  opening: Opening
  wrong: boolean
  onChange: (opening: Opening) => void
  onRemove: () => void
}

function Span({ day, opening, wrong, onChange, onRemove }: SpanProps) {
  const { t } = useWords('settings')
  return (
    <div>
      <div className="flex items-center gap-1.5">
        <TimeInput
          label={t('hours.from', { day })}
          wrong={wrong}
          time={opening.opens}
          onChange={(opens) => onChange({ ...opening, opens })}
        />
        <span aria-hidden>–</span>
        <TimeInput
          label={t('hours.to', { day })}
          wrong={wrong}
          time={opening.closes}
          onChange={(closes) => onChange({ ...opening, closes })}
        />
        <IconAction icon={X} words="hidden" label={t('hours.remove', { day })} onClick={onRemove} />
      </div>
      {wrong && (
        <p role="alert" className="text-15 font-strong text-bad">
          {t('fault.hours')}
        </p>
      )}
    </div>
  )
}

type TimeInputProps = { label: string; wrong: boolean; time: string; onChange: (time: string) => void }

/** Of twenty-four hours in every language: the device's own field would follow the device and knows no 24:00. */
function TimeInput({ label, wrong, time, onChange }: TimeInputProps) {
  return (
    <input
      aria-label={label}
      aria-invalid={wrong || undefined}
      inputMode="numeric"
      maxLength={5}
      value={time}
      onChange={(event) => onChange(event.target.value)}
      onBlur={() => onChange(timeFrom(time))}
      className={classes(controlBox, 'figures w-20 px-3')}
    />
  )
}
