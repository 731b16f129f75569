import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import { Logo } from '../../ui/pictures/Logo.tsx'

/** The mark, and whose place this is; in a `bar` of a narrow screen the mark alone. */
export function Wordmark({ bar = false }: { bar?: boolean }) {
  const { t } = useWords('desk')
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      {bar && (
        <span className="inline-flex tablet:hidden">
          <Logo size="1.75rem" />
        </span>
      )}
      <span className={classes('items-center gap-2', bar ? 'hidden tablet:inline-flex' : 'inline-flex')}>
        <Logo size="1.75rem" word />
        <span className="hidden text-17 text-ink-soft tablet:inline">{t('desk')}</span>
      </span>
    </span>
  )
}
