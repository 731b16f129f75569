import { type FormEvent, useState } from 'react'
import {
  type CategorySetting,
  every,
  measures,
  promiseBounds,
  readTargetSettings,
  saveTarget,
  type TargetSetting,
  targetChannels,
} from '../../../contract/desk-settings.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { categoryWords } from './category-words.ts'
import { numberWithin } from './figures.ts'
import { type PromiseDraft, PromiseFields } from './PromiseFields.tsx'
import { SaveFoot } from './SaveFoot.tsx'
import { useSaving } from './saving.ts'

type Promises = TargetSetting['promises']
type Drafts = Record<keyof Promises, PromiseDraft>

const nothing: Promises = { first_reply: null, next_reply: null, resolution: null }
/** The share that the table warns at where nothing else was said. */
const usualWarning = '75'

type TargetSheetProps = {
  known: TargetSetting | undefined
  targets: readonly TargetSetting[]
  categories: readonly CategorySetting[]
  onClose: () => void
  onReload: () => void
}

/** The three promises of a category on a channel; one that is not set follows the wider target. */
export function TargetSheet({ known, targets, categories, onClose, onReload }: TargetSheetProps) {
  const { t, language } = useWords('settings')
  const [seen] = useState(known)
  const [category, setCategory] = useState(known?.category ?? categories[0]?.code ?? every)
  const [channel, setChannel] = useState<TargetSetting['channel']>(known?.channel ?? 'chat')
  const [drafts, setDrafts] = useState(() => draftsOf(known?.promises ?? nothing))
  const [tried, setTried] = useState(false)
  const isBase = category === every && channel === every
  const promises = promisesFrom(drafts)
  const isEmpty = promises !== null && measures.every((measure) => promises[measure] === null)
  const taken = !seen && targets.some((one) => one.category === category && one.channel === channel)
  const saving = useSaving(
    readTargetSettings,
    (given: Promises) =>
      call(saveTarget, { body: { category, channel, promises: given, version: seen?.version ?? null } }),
    onClose,
  )
  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (promises && !isEmpty && !taken && !saving.isPending) saving.mutate(promises)
  }
  const everyOne = t('target.every_category')
  return (
    <SheetPaper
      open
      onClose={onClose}
      title={seen ? categoryWords(categories, category, language, everyOne) : t('target.add')}
      about={seen ? t(`channel.${channel}`) : t('target.add_about')}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-6">
        {!seen && (
          <>
            <Select
              label={t('target.category')}
              value={category}
              onChange={setCategory}
              options={[
                { value: every, label: everyOne },
                ...categories
                  .filter(({ retired }) => !retired)
                  .map(({ code, names }) => ({ value: code, label: names[language] })),
              ]}
            />
            <Select
              label={t('target.channel')}
              value={channel}
              onChange={setChannel}
              options={targetChannels.map((value) => ({ value, label: t(`channel.${value}`) }))}
              fault={tried && taken ? t('target.taken') : undefined}
            />
          </>
        )}
        {measures.map((measure) => (
          <PromiseFields
            key={measure}
            measure={measure}
            draft={drafts[measure]}
            required={isBase}
            tried={tried}
            onChange={(draft) => setDrafts({ ...drafts, [measure]: draft })}
          />
        ))}
        <p className="text-15 text-ink-soft">{t('target.from_now')}</p>
        {tried && isEmpty && <p role="alert">{t('target.empty')}</p>}
        <SaveFoot
          saving={saving}
          held={[category, channel, drafts]}
          outdated={!saving.isPending && !saving.isSuccess && known?.version !== seen?.version}
          onReload={onReload}
          incomplete={tried && !promises}
        >
          {seen && !isBase && (
            <Button onClick={() => !saving.isPending && saving.mutate(nothing)}>{t('target.remove')}</Button>
          )}
        </SaveFoot>
      </form>
    </SheetPaper>
  )
}

function draftsOf(promises: Promises): Drafts {
  const draftOf = (promise: Promises[keyof Promises]): PromiseDraft => ({
    on: promise !== null,
    minutes: promise ? String(promise.minutes) : '',
    warnPercent: promise ? String(promise.warnPercent) : usualWarning,
  })
  const { first_reply, next_reply, resolution } = promises
  return { first_reply: draftOf(first_reply), next_reply: draftOf(next_reply), resolution: draftOf(resolution) }
}

/** Null where something is still to be put right. */
function promisesFrom(drafts: Drafts): Promises | null {
  const promises = { ...nothing }
  for (const measure of measures) {
    const { on, ...typed } = drafts[measure]
    if (!on) continue
    const minutes = numberWithin(typed.minutes, promiseBounds.minutes)
    const warnPercent = numberWithin(typed.warnPercent, promiseBounds.warnPercent)
    if (minutes === null || warnPercent === null) return null
    promises[measure] = { minutes, warnPercent }
  }
  return promises
}
