import { Landmark, Plus, ScanLine, Send } from 'lucide-react'
import { useWords } from '../i18n/setup.ts'
import { formatMoney } from '../money.ts'
import { Amount } from '../parts/Amount.tsx'
import { Avatar } from '../parts/Avatar.tsx'
import { Badge, CountBadge } from '../parts/Badge.tsx'
import { Card } from '../parts/Card.tsx'
import { Facts } from '../parts/Facts.tsx'
import { IconAction } from '../parts/IconAction.tsx'
import { List, ListRow } from '../parts/List.tsx'
import { Section } from '../parts/Page.tsx'
import { PaymentState } from '../parts/PaymentState.tsx'
import { SkeletonAmount, SkeletonRows, Waiting } from '../parts/Skeleton.tsx'
import { formatTime } from '../time.ts'
import { samples } from './samples.ts'

const rupiah = (amount: string) => ({ amount, currency: 'IDR' as const })

/** A home screen and lists: money as the largest thing, rows on paper. */
export function Paper() {
  const { t, language } = useWords()
  const words = samples[language]
  return (
    <section className="flex flex-col gap-6">
      <div className="ledger-rule flex flex-col gap-1 pb-4">
        <h2 className="text-20 font-bold">{words.greeting}</h2>
        <p className="text-15 text-ink-soft">{words.balance}</p>
        <Amount money={rupiah('1250000')} size="hero" counts />
      </div>
      <div className="flex justify-between gap-2">
        <IconAction icon={ScanLine} label={words.scan} words="below" />
        <IconAction icon={Send} label={words.send} words="below" />
        <IconAction icon={Plus} label={words.add} words="below" />
        <IconAction icon={Landmark} label={words.history} words="below" />
      </div>
      <Section title={words.today}>
        <List label={words.history}>
          <ListRow
            before={<Avatar name="Kopi Tugu" kind="shop" />}
            title="Kopi Tugu"
            about={formatTime('2026-11-22T11:05:00Z', language)}
            after={<Amount money={rupiah('-20000')} />}
            afterAbout={<PaymentState state="paid" />}
            onPress={() => {}}
          />
          <ListRow
            before={<Avatar name="Budi Santoso" />}
            title="Budi Santoso"
            about={formatTime('2026-11-22T09:40:00Z', language)}
            after={<Amount money={rupiah('50000')} signed />}
            afterAbout={<PaymentState state="received" />}
            onPress={() => {}}
          />
          <ListRow
            before={<Avatar name="王小明" />}
            title="王小明"
            about={formatTime('2026-11-22T02:12:00Z', language)}
            after={<Amount money={rupiah('-1250000')} />}
            afterAbout={<PaymentState state="refused" />}
            onPress={() => {}}
          />
        </List>
      </Section>
      <Card>
        <Facts
          facts={[
            [words.receipt[0], 'Kopi Tugu'],
            [words.receipt[1], formatMoney(rupiah('0'), language)],
            [words.receipt[2], 'DPT-4K7Q-19'],
          ]}
        />
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        <PaymentState state="pending" />
        <PaymentState state="abandoned" />
        <Badge>IDR</Badge>
        <CountBadge count={3} words={t('chat.new_messages')} />
        <Amount money={{ amount: '1234.5', currency: 'USD' }} size="medium" />
      </div>
      <Waiting>
        <div className="flex flex-col gap-4">
          <SkeletonAmount />
          <SkeletonRows rows={2} />
        </div>
      </Waiting>
    </section>
  )
}
