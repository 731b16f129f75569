import { useWords } from '../../ui/i18n/setup.ts'
import { Logo } from '../../ui/pictures/Logo.tsx'

/** The mark, and whose place this is; where there is little room the mark alone. */
export function Wordmark() {
  const { t } = useWords('desk')
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span className="inline-flex tablet:hidden">
        <Logo size="1.75rem" />
      </span>
      <span className="hidden tablet:inline-flex">
        <Logo size="1.75rem" word />
      </span>
      <span className="text-17 text-ink-soft">{t('desk')}</span>
    </span>
  )
}
