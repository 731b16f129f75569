import { EllipsisVertical, RotateCw, Snowflake } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../i18n/setup.ts'
import { Button } from '../parts/Button.tsx'
import { KeyHint } from '../parts/KeyHint.tsx'
import { Menu } from '../parts/Menu.tsx'
import { Sheet } from '../parts/Sheet.tsx'
import { Tabs } from '../parts/Tabs.tsx'
import { toast } from '../parts/Toast.tsx'
import { samples } from './samples.ts'

/** Everything that is pressed. */
export function Actions() {
  const { t, language } = useWords()
  const words = samples[language]
  const [open, setOpen] = useState(new URLSearchParams(location.search).has('sheet'))
  const [tab, setTab] = useState('0')
  return (
    <section className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <Button tone="primary" wide onClick={() => setOpen(true)}>
          {words.pay}
        </Button>
        <Button tone="primary" wide busy={words.sending}>
          {words.send}
        </Button>
        <Button tone="primary" wide withheld={words.reason}>
          {words.send}
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={RotateCw} onClick={() => toast('good', words.saved)}>
          {t('action.try_again')}
        </Button>
        <Button tone="danger" icon={Snowflake}>
          {words.freeze}
        </Button>
        <Button tone="plain">{t('action.cancel')}</Button>
        <Menu
          trigger={
            <Button icon={EllipsisVertical}>
              {t('action.menu')} <KeyHint keys="M" />
            </Button>
          }
          items={[
            { label: t('action.copy'), keys: 'C', onChoose: () => {} },
            { label: words.freeze, withheld: words.reason, onChoose: () => {} },
          ]}
        />
      </div>
      <Tabs
        label={words.topic}
        value={tab}
        onChange={setTab}
        tabs={words.topics.map((label, place) => ({ value: String(place), label }))}
      />
      <Sheet
        open={open}
        onClose={() => setOpen(false)}
        title={words.pay}
        about="Kopi Tugu"
        foot={
          <Button tone="primary" wide>
            {words.pay}
          </Button>
        }
      >
        <p>{words.emptyText}</p>
      </Sheet>
    </section>
  )
}
