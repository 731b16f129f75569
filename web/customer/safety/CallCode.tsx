import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { askCaseCode } from '../../../contract/directory.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatTime } from '../../ui/time.ts'
import { sayTopic, type Topic, topics } from '../help/topics.ts'

/** A code for one call: read out, it opens the case for the person who answers. A new one takes the place of the last. */
export function CallCode({ paymentId }: { paymentId: string | undefined }) {
  const { t, language } = useWords('safety')
  const { t: app } = useWords('customer')
  const [topic, setTopic] = useState<Topic>('payment')
  const asking = useMutation({
    mutationFn: () => call(askCaseCode, { body: { topic, ...(paymentId ? { paymentId } : {}) } }),
  })
  const code = asking.data?.code
  return (
    <Section title={t('code.title')}>
      {!paymentId && (
        <Select
          label={t('code.about')}
          value={topic}
          onChange={setTopic}
          options={topics.map((value) => ({ value, label: sayTopic(app, value) }))}
        />
      )}
      {code && (
        <Card className="flex flex-col gap-2">
          <p className="figures text-48 leading-title font-bold" data-testid="call-code">
            {code.slice(0, 3)} {code.slice(3)}
          </p>
          <p role="status">{t('code.until', { at: formatTime(asking.data!.expiresAt, language) })}</p>
          <p className="text-15 text-ink-soft">{t('code.only')}</p>
        </Card>
      )}
      <Button
        tone={code ? 'quiet' : 'primary'}
        wide
        busy={asking.isPending ? t('code.busy') : undefined}
        onClick={() => asking.mutate()}
      >
        {t(code ? 'code.again' : 'code.action')}
      </Button>
      {asking.error && <ErrorState error={asking.error} onRetry={() => asking.mutate()} />}
    </Section>
  )
}
