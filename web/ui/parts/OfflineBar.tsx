import { CloudOff, RefreshCw } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useWords } from '../i18n/setup.ts'

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine)
}

/** Stands at the top while there is no network, or while the live connection (`reconnecting`) is being made again. */
export function OfflineBar({ reconnecting = false }: { reconnecting?: boolean }) {
  const { t } = useWords()
  const online = useOnline()
  const Icon = online ? RefreshCw : CloudOff
  return (
    <div role="status" className="empty:hidden">
      {(!online || reconnecting) && (
        <p className="flex items-start gap-3 bg-warn-soft px-gutter py-2.5 text-15">
          <Icon aria-hidden size="1.25rem" strokeWidth={1.75} className="mt-0.5 shrink-0 text-warn" />
          <span>
            <b className="text-warn">{online ? t('state.reconnecting') : t('state.offline_title')}</b>
            {!online && <span className="block">{t('state.offline_text')}</span>}
          </span>
        </p>
      )}
    </div>
  )
}
