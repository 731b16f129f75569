import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type ClosingFacts, closingBounds, readClosingSetting, saveClosingSetting } from '../../../contract/closing.ts'
import type { Reply } from '../../../contract/route.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { numberWithin } from './figures.ts'
import { SaveFoot } from './SaveFoot.tsx'
import { useSaving } from './saving.ts'

const kinds = ['leftDays', 'unansweredDays', 'solvedDays'] as const
type Kind = (typeof kinds)[number]
/** As typed; off: such cases stay open. */
type Drafts = Record<Kind, { on: boolean; days: string }>

/** What stands in a field that is switched on. */
const usualDays = '7'

/** After how many days without a word cases close by themselves. */
export function Closing() {
  const { t } = useWords('settings')
  const found = useQuery(reading(readClosingSetting, {}))
  const [round, setRound] = useState(0)
  return (
    <Loaded query={found} coming={t('reading')}>
      {(setting) => (
        <>
          <p className="max-w-prose text-ink-soft">{t('closing.about')}</p>
          <ClosingForm
            key={round}
            setting={setting}
            onReload={() => void found.refetch().then(() => setRound(round + 1))}
          />
        </>
      )}
    </Loaded>
  )
}

type ClosingFormProps = { setting: Reply<typeof readClosingSetting>; onReload: () => void }

function ClosingForm({ setting, onReload }: ClosingFormProps) {
  const [seen] = useState(setting)
  const [drafts, setDrafts] = useState(() => draftsOf(seen))
  const [tried, setTried] = useState(false)
  const facts = factsFrom(drafts)
  const saving = useSaving(
    readClosingSetting,
    (given: ClosingFacts) => call(saveClosingSetting, { body: { ...given, version: seen.version } }),
    onReload,
  )
  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (facts && !saving.isPending) saving.mutate(facts)
  }
  return (
    <form onSubmit={submit} noValidate className="flex max-w-prose flex-col gap-6">
      {kinds.map((kind) => (
        <Days
          key={kind}
          kind={kind}
          draft={drafts[kind]}
          tried={tried}
          onChange={(draft) => setDrafts({ ...drafts, [kind]: draft })}
        />
      ))}
      <SaveFoot
        saving={saving}
        held={drafts}
        outdated={!saving.isPending && !saving.isSuccess && setting.version !== seen.version}
        onReload={onReload}
        incomplete={tried && !facts}
      />
    </form>
  )
}

type DaysProps = { kind: Kind; draft: Drafts[Kind]; tried: boolean; onChange: (draft: Drafts[Kind]) => void }

/** What was solved always closes; the others may be left open. */
function Days({ kind, draft, tried, onChange }: DaysProps) {
  const { t } = useWords('settings')
  const field = (
    <TextField
      label={t('closing.days')}
      inputMode="numeric"
      value={draft.days}
      onChange={(days) => onChange({ ...draft, days })}
      fault={tried && daysFrom(draft) === null ? t('fault.number', closingBounds.days) : undefined}
    />
  )
  return (
    <fieldset className="flex flex-col gap-2 border-t border-line pt-4">
      <legend className="sr-only">{t(`closing.${kind}`)}</legend>
      {kind === 'solvedDays' ? (
        <div className="py-2">
          <p className="font-strong">{t(`closing.${kind}`)}</p>
          <p className="text-15 text-ink-soft">{t(`closing.${kind}_about`)}</p>
        </div>
      ) : (
        <Toggle
          label={t(`closing.${kind}`)}
          about={draft.on ? t(`closing.${kind}_about`) : t('closing.stays')}
          on={draft.on}
          onChange={(on) => onChange({ on, days: draft.days || usualDays })}
        />
      )}
      {draft.on && field}
    </fieldset>
  )
}

function draftsOf(facts: ClosingFacts): Drafts {
  const draftOf = (days: number | null) => ({ on: days !== null, days: days === null ? '' : String(days) })
  return {
    leftDays: draftOf(facts.leftDays),
    unansweredDays: draftOf(facts.unansweredDays),
    solvedDays: draftOf(facts.solvedDays),
  }
}

const daysFrom = ({ days }: Drafts[Kind]) => numberWithin(days, closingBounds.days)

/** Null where something is still to be put right. */
function factsFrom(drafts: Drafts): ClosingFacts | null {
  const [leftDays, unansweredDays, solvedDays] = kinds.map((kind) => daysFrom(drafts[kind]))
  const [leftOn, unansweredOn] = [drafts.leftDays.on, drafts.unansweredDays.on]
  if ((leftOn && leftDays == null) || (unansweredOn && unansweredDays == null) || solvedDays == null) return null
  return { leftDays: leftOn ? leftDays! : null, unansweredDays: unansweredOn ? unansweredDays! : null, solvedDays }
}
