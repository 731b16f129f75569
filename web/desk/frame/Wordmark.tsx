import { useWords } from '../../ui/i18n/setup.ts'
import { Logo } from '../../ui/pictures/Logo.tsx'

/** The mark, and whose place this is. */
export function Wordmark() {
  const { t } = useWords('desk')
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Logo size="1.75rem" word />
      <span className="hidden text-17 text-ink-soft tablet:inline">{t('desk')}</span>
    </span>
  )
}
