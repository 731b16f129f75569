import { Languages } from 'lucide-react'
import { languageNames, languages, languageTags } from '../../ui/i18n/language.ts'
import { changeWords, useWords } from '../../ui/i18n/setup.ts'

export function LanguageChoice() {
  const { t, language } = useWords()
  return (
    <label className="moves inline-flex min-h-target items-center gap-2 rounded-full px-3 focus-within:bg-sunk hover:bg-sunk">
      <Languages aria-hidden size="1.25em" strokeWidth={1.75} className="text-ink-soft" />
      <span className="sr-only">{t('language')}</span>
      <select
        value={language}
        onChange={(event) => void changeWords(event.target.value as (typeof languages)[number])}
        className="min-h-target bg-transparent font-strong"
      >
        {languages.map((one) => (
          <option key={one} value={one} lang={languageTags[one]} className="bg-raised text-ink">
            {languageNames[one]}
          </option>
        ))}
      </select>
    </label>
  )
}
