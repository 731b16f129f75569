import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type readHelpDesk, settleHelpGap } from '../../../contract/knowledge.ts'
import type { Reply } from '../../../contract/route.ts'
import { languageNames } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { useSay } from '../parts/say.ts'
import { readAllAgain } from './knowledge.ts'

type Gap = Reply<typeof readHelpDesk>['gaps'][number]

/** What people looked for without a good answer: the next article, or the words that one still lacks. */
export function Gaps({ gaps }: { gaps: Gap[] }) {
  const { t } = useWords('knowledge')
  const queries = useQueryClient()
  const say = useSay()
  const settle = useMutation({
    mutationFn: (gapId: string) => call(settleHelpGap, { params: { gapId }, body: {} }),
    onError: say,
    onSettled: () => readAllAgain(queries),
  })
  return (
    <Section title={t('gaps')}>
      {gaps.length === 0 ? (
        <p className="text-ink-soft">{t('gaps_none')}</p>
      ) : (
        <List label={t('gaps')}>
          {gaps.map((gap) => (
            <li key={gap.id} className={rowClass}>
              <RowContent
                title={<span className="[overflow-wrap:anywhere]">{gap.question}</span>}
                about={`${languageNames[gap.language]} · ${t('times', { count: gap.times })}`}
              />
              <Button
                icon={Check}
                busy={settle.isPending && settle.variables === gap.id ? t('saving') : undefined}
                onClick={() => settle.mutate(gap.id)}
              >
                {t('settle')}
              </Button>
            </li>
          ))}
        </List>
      )}
    </Section>
  )
}
