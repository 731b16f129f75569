import type { DirectoryEntry } from '../../../contract/directory.ts'
import { sayCountry, sayHours } from '../../ui/hours.ts'
import { languageNames } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { nameOf } from './directory.ts'

/** An entry in full, so that a second person sees everything that will be published. */
export function EntryFacts({ entry }: { entry: DirectoryEntry }) {
  const { t, language } = useWords('directory')
  return (
    <div className="min-w-0 [overflow-wrap:anywhere]">
      <p className="font-strong tabular-nums">{nameOf(entry)}</p>
      <p className="text-13 text-ink-soft">
        {t(`kind.${entry.kind}`)}
        {entry.kind === 'hotline' && ` · ${sayCountry(entry.country, language)}`}
        {entry.kind === 'hotline' && entry.region && ` · ${Object.values(entry.region).join(' / ')}`}
      </p>
      {entry.kind === 'hotline' && (
        <p className="text-13 text-ink-soft">
          {sayHours(entry, language) ?? t('always')}
          {` · ${entry.languages.map((one) => languageNames[one]).join(', ')} · ${t(`cost.${entry.cost}`)}`}
        </p>
      )}
    </div>
  )
}
