import type { ErrorComponentProps } from '@tanstack/react-router'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { useOnline } from '../../ui/parts/OfflineBar.tsx'
import { Screen } from './Screen.tsx'

/** A screen that could not be drawn, or whose code did not come: with a new version on the server, loading again helps. */
export function Broken(_props: ErrorComponentProps) {
  const { t } = useWords('customer')
  const online = useOnline()
  return (
    <Screen title={t('broken.title')} backTo="/">
      <div role="alert">
        <EmptyState
          title={t('broken.head')}
          action={
            <Button tone="primary" onClick={() => location.reload()}>
              {t('broken.reload')}
            </Button>
          }
        >
          {online ? t('broken.text') : t('broken.offline')}
        </EmptyState>
      </div>
    </Screen>
  )
}
