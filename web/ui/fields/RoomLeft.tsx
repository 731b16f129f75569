import type { ReactNode } from 'react'
import { useWords } from '../i18n/setup.ts'

/** The hint of a field that is nearly full: what it said before, and how many characters still fit. */
export function RoomLeft({ hint, left }: { hint: ReactNode; left: number }) {
  const { t } = useWords()
  return (
    <>
      {hint} {t('room.left', { count: left })}
    </>
  )
}
