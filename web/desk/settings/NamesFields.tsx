import { maximumNameCharacters } from '../../../contract/desk-settings.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { type Language, languageIn, languages } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'

export type Names = Record<Language, string>

type NamesFieldsProps = { names: Names; onChange: (names: Names) => void; tried: boolean }

/** A name in each language that customers and staff read. */
export function NamesFields({ names, onChange, tried }: NamesFieldsProps) {
  const { t, language: mine } = useWords('settings')
  return languages.map((language) => (
    <TextField
      key={language}
      label={t('name_in', { language: languageIn(language, mine) })}
      value={names[language]}
      onChange={(name) => onChange({ ...names, [language]: name })}
      maxLength={maximumNameCharacters}
      fault={tried && names[language].trim() === '' ? t('fault.name') : undefined}
    />
  ))
}

/** Without spaces around them; null where one is missing. */
export function namesFrom({ zh, id, en }: Names): Names | null {
  const names = { zh: zh.trim(), id: id.trim(), en: en.trim() }
  return Object.values(names).every((name) => name !== '') ? names : null
}
