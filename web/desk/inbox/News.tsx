import { useEffect } from 'react'
import { readInbox } from '../../../contract/desk.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { useReadOnNews } from '../parts/hints.ts'
import { useInbox } from './inbox.ts'

/** Hints that come closer together than this are one reading of the inbox. */
const gatherMs = 200

/** Keeps the inbox fresh by the hints of the live connection, and tells eye and ear how many wait. */
export function News() {
  const { t } = useWords('desk')
  const waiting = useInbox().data?.waiting.length ?? 0
  useReadOnNews(readInbox, gatherMs)
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Dompet ${t('desk')}` : `Dompet ${t('desk')}`
  }, [waiting, t])

  return (
    <p role="status" className="sr-only">
      {t('inbox.queue', { count: waiting })}
    </p>
  )
}
