import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { readInbox } from '../../../contract/desk.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { keyOf } from '../../ui/net/query.ts'
import type { Changed } from '../../ui/net/socket.ts'
import { useLiveChanges } from '../../ui/net/useLive.tsx'
import { useInbox } from './inbox.ts'

/** Hints that come closer together than this are one reading of the inbox. */
const gatherMs = 200

/** Keeps the inbox fresh by the hints of the live connection, and tells eye and ear how many wait. */
export function News() {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const waiting = useInbox().data?.waiting.length ?? 0

  const onChanged = useCallback(
    (what: Changed) => {
      if (what !== 'inbox' || timer.current !== undefined) return
      timer.current = setTimeout(() => {
        timer.current = undefined
        void queries.invalidateQueries({ queryKey: keyOf(readInbox) })
      }, gatherMs)
    },
    [queries],
  )
  useLiveChanges(onChanged)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Dompet ${t('desk')}` : `Dompet ${t('desk')}`
  }, [waiting, t])

  return (
    <p role="status" className="sr-only">
      {t('inbox.queue', { count: waiting })}
    </p>
  )
}
