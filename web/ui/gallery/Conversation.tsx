import { UserRound } from 'lucide-react'
import { useState } from 'react'
import { Bubble } from '../chat/Bubble.tsx'
import { Composer } from '../chat/Composer.tsx'
import { QueuePlace } from '../chat/QueuePlace.tsx'
import { Timeline, TimelineMark, TypingLine } from '../chat/Timeline.tsx'
import { useWords } from '../i18n/setup.ts'
import { Button } from '../parts/Button.tsx'
import { formatTime } from '../time.ts'
import { samples } from './samples.ts'

/** A conversation, with its queue before it. */
export function Conversation() {
  const { t, language } = useWords()
  const words = samples[language]
  const [text, setText] = useState('')
  const time = formatTime('2026-11-22T12:31:00Z', language)
  return (
    <section className="flex flex-col gap-4">
      <QueuePlace place={3} waitSeconds={{ from: 130, to: 235 }} />
      <div className="flex h-140 flex-col overflow-hidden rounded-card border border-line bg-ground">
        <Timeline label={words.history} newest={text.length === 0 ? 0 : 1}>
          <TimelineMark>{words.today}</TimelineMark>
          <Bubble side="own" time={time} delivery="seen">
            {words.question}
          </Bubble>
          <TimelineMark icon={<UserRound aria-hidden size="1.15em" strokeWidth={2} />}>{words.joined}</TimelineMark>
          <Bubble side="other" author="Sari" time={time}>
            {words.answer}
          </Bubble>
          <Bubble side="note" author="Sari" time={time}>
            KYC 2 · {words.reason}
          </Bubble>
          <Bubble
            side="own"
            time={time}
            delivery="not_sent"
            actions={<Button tone="plain">{t('action.try_again')}</Button>}
          >
            {words.note}
          </Bubble>
        </Timeline>
        <TypingLine name="Sari" />
        <Composer
          text={text}
          onText={setText}
          onSend={() => setText('')}
          onFiles={() => {}}
          onRemove={() => {}}
          attachments={[{ key: 'a', name: 'struk-kopi-tugu.jpg', preview: null, state: 'uploading' }]}
        />
      </div>
    </section>
  )
}
