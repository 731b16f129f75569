import { CloudOff, RefreshCw } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { useLiveStatus } from '../../ui/net/useLive.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { useOnline } from '../../ui/parts/OfflineBar.tsx'

/** Says that there is no network or that the live connection is being made again; in its own place, so nothing moves. */
export function Connection({ wide = false }: { wide?: boolean }) {
  const { t } = useWords('desk')
  const ui = useWords()
  const online = useOnline()
  const status = useLiveStatus()
  if (online && status !== 'down') return null
  const Icon = online ? RefreshCw : CloudOff
  return (
    <span
      className={classes(
        'flex items-center gap-2 bg-warn-soft text-13 text-warn',
        wide ? 'px-gutter py-1.5' : 'rounded-full px-3 py-1',
      )}
    >
      <Icon aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0" />
      <span>
        <b>{online ? ui.t('state.reconnecting') : ui.t('state.offline_title')}</b>. {t('connection.kept')}
      </span>
    </span>
  )
}
