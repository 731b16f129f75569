import { callCosts } from '../../../contract/directory.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { languageNames, languages } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { type EntryDraft, openings, zones } from './entry-draft.ts'

type HotlineFieldsProps = { draft: EntryDraft; onChange: (draft: EntryDraft) => void; kept: boolean }

/** A number with its place, hours, languages and cost. */
export function HotlineFields({ draft, onChange, kept }: HotlineFieldsProps) {
  const { t } = useWords('directory')
  const set = (part: Partial<EntryDraft>) => onChange({ ...draft, ...part })
  const names = (Object.keys(openings) as (keyof typeof openings)[]).filter((name) => kept || name !== 'kept')
  const timed = draft.opening !== 'always' && draft.opening !== 'kept'
  return (
    <>
      <TextField
        label={t('field.number')}
        hint={t('hint.number')}
        value={draft.number}
        onChange={(number) => set({ number })}
      />
      <TextField
        label={t('field.country')}
        hint={t('hint.country')}
        maxLength={2}
        value={draft.country}
        onChange={(country) => set({ country })}
      />
      {languages.map((language) => (
        <TextField
          key={language}
          label={t('field.region', { language: languageNames[language] })}
          hint={language === languages[0] ? t('hint.region') : undefined}
          maxLength={60}
          value={draft.region[language]}
          onChange={(name) => set({ region: { ...draft.region, [language]: name } })}
        />
      ))}
      <Select
        label={t('field.opening')}
        value={draft.opening}
        onChange={(opening) => set({ opening })}
        options={names.map((value) => ({ value, label: t(`opening.${value}`) }))}
      />
      {timed && (
        <div className="grid grid-cols-2 gap-3">
          <TextField label={t('field.from')} type="time" value={draft.from} onChange={(from) => set({ from })} />
          <TextField label={t('field.to')} type="time" value={draft.to} onChange={(to) => set({ to })} />
        </div>
      )}
      <Select
        label={t('field.zone')}
        value={draft.zone}
        onChange={(zone) => set({ zone })}
        options={[...new Set([draft.zone, ...zones])].map((value) => ({ value, label: value }))}
      />
      <Spoken draft={draft} onChange={onChange} />
      <Select
        label={t('field.cost')}
        value={draft.cost}
        onChange={(cost) => set({ cost })}
        options={callCosts.map((value) => ({ value, label: t(`cost.${value}`) }))}
      />
    </>
  )
}

function Spoken({ draft, onChange }: Omit<HotlineFieldsProps, 'kept'>) {
  const { t } = useWords('directory')
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-15 font-strong">{t('field.languages')}</legend>
      {languages.map((language) => (
        <label key={language} className="flex min-h-8 items-center gap-2">
          <input
            type="checkbox"
            className="size-5 accent-accent"
            checked={draft.languages.includes(language)}
            onChange={(event) =>
              onChange({
                ...draft,
                languages: languages.filter((one) =>
                  one === language ? event.target.checked : draft.languages.includes(one),
                ),
              })
            }
          />
          {languageNames[language]}
        </label>
      ))}
    </fieldset>
  )
}
