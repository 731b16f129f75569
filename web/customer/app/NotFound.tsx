import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/i18n/setup.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { Screen } from './Screen.tsx'

export function NotFound() {
  const { t } = useWords('customer')
  return (
    <Screen title={t('not_found.title')} backTo="/">
      <EmptyState
        title={t('not_found.head')}
        action={
          <Link to="/" className={buttonClass('primary')}>
            {t('nav.home')}
          </Link>
        }
      >
        {t('not_found.text')}
      </EmptyState>
    </Screen>
  )
}
