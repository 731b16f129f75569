import { Languages } from 'lucide-react'
import { useId } from 'react'
import { isLanguage, languageNames, languages } from '../../ui/i18n/language.ts'
import { changeWords, useWords } from '../../ui/i18n/setup.ts'

/** The language, before anybody has signed in: each in its own words. */
export function LanguageChoice() {
  const { t, language } = useWords()
  const id = useId()
  return (
    <span className="inline-flex items-center gap-2">
      <label htmlFor={id}>
        <Languages aria-hidden size="1.25rem" strokeWidth={1.75} className="text-ink-soft" />
        <span className="sr-only">{t('language')}</span>
      </label>
      <select
        id={id}
        value={language}
        onChange={(event) => isLanguage(event.target.value) && changeWords(event.target.value)}
        className="min-h-target rounded-input border border-line-strong bg-surface px-3 text-15 font-strong"
      >
        {languages.map((one) => (
          <option key={one} value={one}>
            {languageNames[one]}
          </option>
        ))}
      </select>
    </span>
  )
}
