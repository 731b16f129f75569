import { useWords } from '../../ui/i18n/setup.ts'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Problem } from '../parts/Problem.tsx'
import { refusedWords } from './sheet.ts'

/** Why a deed on the case was not done. */
export function Refused({ error }: { error: unknown }) {
  const { t } = useWords('cases')
  const words = refusedWords(error, t)
  return words ? <Notice meaning="warn" title={words} /> : <Problem error={error} />
}
