import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { readCasePhrase } from '../../../contract/directory.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { keyOf, reading } from '../../ui/net/query.ts'

/** The two words by which the customer knows that it is really us; only the agent who has the conversation sees them. */
export function Phrase({ caseId, agentId }: { caseId: string; agentId: string | null }) {
  if (!agentId) return null
  return (
    <Suspense>
      <Words caseId={caseId} agentId={agentId} />
    </Suspense>
  )
}

function Words({ caseId, agentId }: { caseId: string; agentId: string }) {
  const { t, language } = useWords('directory')
  const params = { caseId }
  // Whoever takes the conversation over has other words.
  const queryKey = [...keyOf(readCasePhrase, { params }), agentId]
  const { data } = useQuery({ ...reading(readCasePhrase, { params }), queryKey })
  if (!data?.contact) return null
  const { phrase, inLanguages, language: theirs } = data.contact
  return (
    <p className="px-4 pt-3 text-13 text-ink-soft">
      {t('phrase')} <b className="whitespace-nowrap text-ink">{phrase.join(' · ')}</b>
      {theirs !== language && ` (${inLanguages[language].join(' · ')})`}
    </p>
  )
}
