import type { Wallboard, WallQueue } from '../../../contract/supervision.ts'
import { languageIn } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatElapsed } from '../../ui/time.ts'
import { useNow } from '../frame/clock.ts'
import { patienceOf } from '../inbox/WaitClock.tsx'
import { BigFigure, BigFigures } from './BigFigure.tsx'
import { formatSeconds } from './figures.ts'

/** Who waits: all of them in three large figures, then each queue. */
export function Queues({ board: { queues, lastWaitSeconds } }: { board: Wallboard }) {
  const { t } = useWords('supervision')
  const now = useNow()
  const chats = queues.filter(({ channel }) => channel === 'chat')
  const since = chats.map(({ longestSince }) => longestSince).sort()[0]
  return (
    <Section title={t('queue.title')}>
      <BigFigures>
        <BigFigure name={t('queue.waiting')}>{chats.reduce((sum, { waiting }) => sum + waiting, 0)}</BigFigure>
        <BigFigure name={t('queue.longest')} meaning={since && patienceOf(since, now) === 'long' ? 'warn' : undefined}>
          {since ? formatElapsed(since, now) : '–'}
        </BigFigure>
        <BigFigure name={t('queue.told')}>
          {lastWaitSeconds ? `${formatSeconds(lastWaitSeconds.from)}–${formatSeconds(lastWaitSeconds.to)}` : '–'}
        </BigFigure>
      </BigFigures>
      {queues.length > 0 && (
        <List label={t('queue.title')}>
          {queues.map((queue) => (
            <QueueLine key={`${queue.priority} ${queue.language} ${queue.channel}`} queue={queue} now={now} />
          ))}
        </List>
      )}
    </Section>
  )
}

function QueueLine({
  queue: { priority, language, channel, waiting, longestSince },
  now,
}: {
  queue: WallQueue
  now: Date
}) {
  const words = useWords('supervision')
  return (
    <li className={rowClass}>
      <RowContent
        title={words.t(`priority.${priority}`)}
        about={[
          languageIn(language, words.language),
          ...(channel === 'chat' ? [] : [words.t(`channel.${channel}`)]),
        ].join(' · ')}
        after={<span className="figures text-20 font-bold wide:text-26">{waiting}</span>}
        afterAbout={<span className="figures">{formatElapsed(longestSince, now)}</span>}
      />
    </li>
  )
}
