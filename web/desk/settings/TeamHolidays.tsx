import { Plus, X } from 'lucide-react'
import { type Holiday, maximumHolidays, maximumNameCharacters } from '../../../contract/desk-settings.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { IconAction } from '../../ui/parts/IconAction.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { type DraftPart, holidayFrom } from './team-draft.ts'

/** Days on which the team does not work. */
export function TeamHolidays({ draft, onChange, tried }: DraftPart) {
  const { t } = useWords('settings')
  const { holidays, timeZone } = draft
  const set = (next: Holiday[]) => onChange({ holidays: next })
  return (
    <Section title={t('holiday.title')}>
      <p className="text-15 text-ink-soft">{t('holiday.hint')}</p>
      {holidays.length > 0 && (
        <ul aria-label={t('holiday.title')} className="flex flex-col gap-3">
          {holidays.map((holiday, place) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a holiday is its place; day and name are what is typed
              key={place}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-3 tablet:grid-cols-[10.5rem_minmax(0,1fr)_auto]"
            >
              <TextField
                label={t('holiday.day')}
                type="date"
                value={holiday.day}
                onChange={(day) => set(holidays.with(place, { ...holiday, day }))}
                fault={tried && holiday.day === '' ? t('fault.day') : undefined}
              />
              <TextField
                label={t('holiday.name')}
                className="order-last col-span-2 tablet:order-none tablet:col-span-1"
                maxLength={maximumNameCharacters}
                value={holiday.name}
                onChange={(name) => set(holidays.with(place, { ...holiday, name }))}
                fault={tried && holiday.name.trim() === '' ? t('fault.name') : undefined}
              />
              <IconAction
                icon={X}
                words="hidden"
                className="mt-7.5"
                label={t('holiday.remove', { name: holiday.name || holiday.day })}
                onClick={() => set(holidays.toSpliced(place, 1))}
              />
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button
          icon={Plus}
          withheld={holidays.length >= maximumHolidays ? t('holiday.full', { count: maximumHolidays }) : undefined}
          onClick={() => set([...holidays, holidayFrom(new Date(), timeZone)])}
        >
          {t('holiday.add')}
        </Button>
      </div>
    </Section>
  )
}
