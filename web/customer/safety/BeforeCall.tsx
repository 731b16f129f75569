import { useSearch } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { Screen } from '../app/Screen.tsx'
import { CallCode } from './CallCode.tsx'
import { LiveNow } from './LiveNow.tsx'
import { MoreSafety } from './MoreSafety.tsx'

const items = ['list.phone', 'list.payment', 'list.when', 'list.code'] as const

/** Before a call: what to have ready, what never to say, and the code that opens the case for the person who answers. */
export function BeforeCall() {
  const { t } = useWords('safety')
  const { payment } = useSearch({ from: '/gate/safety/call' })
  return (
    <Screen title={t('call.title')} backTo="/safety">
      <Section title={t('list.title')}>
        <ul className="flex flex-col gap-3">
          {items.map((words) => (
            <li key={words} className="flex gap-3">
              <CircleCheck aria-hidden size="1.375rem" strokeWidth={1.75} className="mt-0.5 shrink-0 text-accent" />
              <span>{t(words)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <CallCode paymentId={payment} />
      <Notice meaning="warn" title={t('list.never')}>
        {t('list.never_text')}
      </Notice>
      <LiveNow signedIn />
      <MoreSafety but="/safety/call" />
    </Screen>
  )
}
