import { PhoneCall } from 'lucide-react'
import type { Hotline } from '../../../contract/directory.ts'
import { sayCountry, sayHours } from '../../ui/hours.ts'
import { languageNames } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { rowPressClass } from '../../ui/parts/List.tsx'
import { sayNumber } from '../../ui/phone.ts'

/** One number: pressed, the telephone dials it. */
export function HotlineRow({ hotline }: { hotline: Hotline }) {
  const { t, language } = useWords('safety')
  const { number, country, region, languages, cost } = hotline
  return (
    <li>
      <a href={`tel:${number}`} className={rowPressClass}>
        <PhoneCall aria-hidden size="1.5rem" strokeWidth={1.75} className="shrink-0 text-accent" />
        <span className="min-w-0 flex-1">
          <span className="block text-20 font-bold tabular-nums">{sayNumber(number)}</span>
          <span className="block text-15">{region ? region[language] : sayCountry(country, language)}</span>
          <span className="block text-15 text-ink-soft">{sayHours(hotline, language) ?? t('numbers.always')}</span>
          <span className="block text-15 text-ink-soft">
            {languages.map((one) => languageNames[one]).join(', ')} · {t(`cost.${cost}`)}
          </span>
        </span>
      </a>
    </li>
  )
}
