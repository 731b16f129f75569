import { PhoneCall } from 'lucide-react'
import type { Hotline } from '../../../contract/directory.ts'
import { languageNames } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { rowPressClass } from '../../ui/parts/List.tsx'
import { sayCountry, sayHours } from './hours.ts'

/** One number: pressed, the telephone dials it. */
export function HotlineRow({ hotline }: { hotline: Hotline }) {
  const { t, language } = useWords('safety')
  const { number, country, region, zone, languages, cost } = hotline
  const hours = sayHours(hotline, language)
  return (
    <li>
      <a href={`tel:${number}`} className={rowPressClass}>
        <PhoneCall aria-hidden size="1.5rem" strokeWidth={1.75} className="shrink-0 text-accent" />
        <span className="min-w-0 flex-1">
          <span className="block text-20 font-bold tabular-nums">{sayNumber(number)}</span>
          <span className="block text-15">{region ? region[language] : sayCountry(country, language)}</span>
          <span className="block text-15 text-ink-soft">
            {hours.length === 0 ? t('numbers.always') : `${hours.join(' · ')} (${zone})`}
          </span>
          <span className="block text-15 text-ink-soft">
            {languages.map((one) => languageNames[one]).join(', ')} · {t(`cost.${cost}`)}
          </span>
        </span>
      </a>
    </li>
  )
}

/** In groups, so that it can be read out and compared. */
function sayNumber(number: string): string {
  return `${number.slice(0, 3)} ${number.slice(3).replace(/(\d{2,4})(?=(\d{4})+$)/g, '$1 ')}`.trim()
}
