import { useMutation, useQueryClient } from '@tanstack/react-query'
import { approveDirectoryChange, type DirectoryChange, rejectDirectoryChange } from '../../../contract/directory.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { TwoAnswers } from '../parts/TwoAnswers.tsx'
import { readAllAgain } from './directory.ts'
import { EntryFacts } from './EntryFacts.tsx'

/** What waits for a second person, whole: what stands now and what would stand then. */
export function Changes({ changes }: { changes: DirectoryChange[] }) {
  const { t } = useWords('directory')
  if (changes.length === 0) return null
  return (
    <Section title={t('changes')}>
      {changes.map((change) => (
        <Proposed key={change.id} change={change} />
      ))}
    </Section>
  )
}

function Proposed({ change }: { change: DirectoryChange }) {
  const { t } = useWords('directory')
  const queries = useQueryClient()
  const params = { changeId: change.id }
  const onSettled = () => readAllAgain(queries)
  const approve = useMutation({
    mutationFn: () => call(approveDirectoryChange, { params, body: {} }),
    onSuccess: ({ edition }) => toast('good', t('approved', { number: edition })),
    onSettled,
  })
  const reject = useMutation({
    mutationFn: (reason: string) => call(rejectDirectoryChange, { params, body: { reason } }),
    onSettled,
  })
  const { deed, entry, before, own } = change
  return (
    <Card className="flex flex-col gap-3">
      <div>
        <Badge meaning="warn">{t(`deed.${deed}`)}</Badge>
      </div>
      {deed === 'change' && before && (
        <div>
          <p className="text-13 font-strong text-ink-soft">{t('now')}</p>
          <EntryFacts entry={before} />
        </div>
      )}
      <div>
        {deed === 'change' && <p className="text-13 font-strong text-ink-soft">{t('then')}</p>}
        <EntryFacts entry={entry} />
      </div>
      <p className="[overflow-wrap:anywhere]">{change.reason}</p>
      <p className="text-13 text-ink-soft">{t('proposed_by', { name: change.proposedBy })}</p>
      {own && <p className="text-ink-soft">{t('own')}</p>}
      <TwoAnswers
        yes={own ? null : { words: t('approve'), busy: t('busy'), deed: approve }}
        no={{ words: t(own ? 'withdraw' : 'reject'), about: t('reject_about'), deed: reject }}
      />
    </Card>
  )
}
