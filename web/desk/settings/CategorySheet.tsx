import { type FormEvent, useState } from 'react'
import { type CategorySetting, readCategorySettings, saveCategory } from '../../../contract/desk-settings.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { NamesFields, namesFrom } from './NamesFields.tsx'
import { SaveFoot } from './SaveFoot.tsx'
import { useSaving } from './saving.ts'
import { codeFrom, topics } from './settings.ts'

type Facts = Pick<CategorySetting, 'topic' | 'names' | 'priority' | 'awaitsMoney' | 'retired'>

const priorities = ['low', 'normal', 'high', 'urgent'] as const
const fresh: Facts = {
  topic: 'payment',
  names: { zh: '', id: '', en: '' },
  priority: 'normal',
  awaitsMoney: false,
  retired: false,
}

type CategorySheetProps = { known: CategorySetting | undefined; onClose: () => void; onReload: () => void }

/** A category with its names, topic and priority, or one that is yet to be. */
export function CategorySheet({ known, onClose, onReload }: CategorySheetProps) {
  const { t, language } = useWords('settings')
  const desk = useWords('desk')
  const cases = useWords('cases')
  const [seen] = useState(known)
  const [draft, setDraft] = useState<Facts>(known ?? fresh)
  const [tried, setTried] = useState(false)
  const names = namesFrom(draft.names)
  const code = seen?.code ?? codeFrom(draft.names.en)
  const saving = useSaving(
    readCategorySettings,
    (given: Facts['names']) => {
      const { topic, priority, awaitsMoney, retired } = draft
      const body = { topic, names: given, priority, awaitsMoney, retired, version: seen?.version ?? null }
      return call(saveCategory, { params: { code }, body })
    },
    onClose,
  )
  const set = (part: Partial<Facts>) => setDraft({ ...draft, ...part })
  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (names && code && !saving.isPending) saving.mutate(names)
  }
  return (
    <SheetPaper open onClose={onClose} title={seen?.names[language] ?? t('category.add')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        <NamesFields names={draft.names} onChange={(given) => set({ names: given })} tried={tried} />
        {tried && names && !code && <p role="alert">{t('fault.english')}</p>}
        {seen?.ofTopic ? (
          <p className="text-ink-soft">{t('category.of_topic_about', { topic: desk.t(`topic.${seen.topic}`) })}</p>
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
        {seen && !seen.ofTopic && (
          <Toggle
            label={t('retired')}
            about={t('category.retired_about')}
            on={draft.retired}
            onChange={(retired) => set({ retired })}
          />
        )}
        <SaveFoot
          saving={saving}
          held={draft}
          outdated={!saving.isPending && !saving.isSuccess && known?.version !== seen?.version}
          onReload={onReload}
          incomplete={tried && !names}
        />
      </form>
    </SheetPaper>
  )
}
