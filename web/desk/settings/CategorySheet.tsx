import { useState } from 'react'
import { type CategorySetting, readCategorySettings, saveCategory } from '../../../contract/desk-settings.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { NamedSheet } from './NamedSheet.tsx'
import { topics } from './settings.ts'

type Facts = Pick<CategorySetting, 'topic' | 'priority' | 'awaitsMoney' | 'retired'>

const priorities = ['low', 'normal', 'high', 'urgent'] as const
const fresh: Facts = { topic: 'payment', priority: 'normal', awaitsMoney: false, retired: false }

type CategorySheetProps = { known: CategorySetting | undefined; onClose: () => void; onReload: () => void }

/** A category with its names, topic and priority, or one that is yet to be. */
export function CategorySheet(props: CategorySheetProps) {
  const { t } = useWords('settings')
  const desk = useWords('desk')
  const cases = useWords('cases')
  const { known } = props
  const [draft, setDraft] = useState<Facts>(() => factsOf(known ?? fresh))
  const set = (part: Partial<Facts>) => setDraft({ ...draft, ...part })
  return (
    <NamedSheet
      {...props}
      title={t('category.add')}
      list={readCategorySettings}
      held={draft}
      save={({ code, ...named }) => call(saveCategory, { params: { code }, body: { ...named, ...draft } })}
    >
      {known?.ofTopic ? (
        <p className="text-ink-soft">{t('category.of_topic_about', { topic: desk.t(`topic.${known.topic}`) })}</p>
      ) : (
        <Select
          label={t('category.topic')}
          hint={t('category.topic_hint')}
          value={draft.topic}
          onChange={(topic) => set({ topic })}
          options={topics.map((value) => ({ value, label: desk.t(`topic.${value}`) }))}
        />
      )}
      <Select
        label={cases.t('sheet.priority')}
        hint={t('category.priority_hint')}
        value={draft.priority}
        onChange={(priority) => set({ priority })}
        options={priorities.map((value) => ({ value, label: cases.t(`priority.${value}`) }))}
      />
      <Toggle
        label={t('category.awaits_money')}
        about={t('category.awaits_money_about')}
        on={draft.awaitsMoney}
        onChange={(awaitsMoney) => set({ awaitsMoney })}
      />
      {known && !known.ofTopic && (
        <Toggle
          label={t('retired')}
          about={t('category.retired_about')}
          on={draft.retired}
          onChange={(retired) => set({ retired })}
        />
      )}
    </NamedSheet>
  )
}

function factsOf({ topic, priority, awaitsMoney, retired }: Facts): Facts {
  return { topic, priority, awaitsMoney, retired }
}
