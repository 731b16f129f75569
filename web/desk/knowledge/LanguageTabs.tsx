import { type Language, languageNames, languages } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Tabs } from '../../ui/parts/Tabs.tsx'

type LanguageTabsProps = {
  value: Language
  onChange: (language: Language) => void
  /** Languages in which something is missing. */
  faulty?: ReadonlySet<Language>
}

/** Which language of the article is looked at. */
export function LanguageTabs({ value, onChange, faulty }: LanguageTabsProps) {
  const { t } = useWords('knowledge')
  return (
    // Within a column that scrolls a row that scrolls itself would give way to nothing.
    <div className="shrink-0">
      <Tabs
        label={t('language')}
        value={value}
        onChange={onChange}
        tabs={languages.map((language) => ({
          value: language,
          label: faulty?.has(language) ? `${languageNames[language]} · ${t('missing')}` : languageNames[language],
        }))}
      />
    </div>
  )
}
