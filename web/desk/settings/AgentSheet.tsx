import { type FormEvent, useState } from 'react'
import {
  type AgentFacts,
  type AgentSetting,
  placeBounds,
  readTeamSettings,
  saveAgent,
} from '../../../contract/desk-settings.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { languageIn, languages } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { CheckList } from './CheckList.tsx'
import { numberWithin } from './figures.ts'
import { SaveFoot } from './SaveFoot.tsx'
import { useSaving } from './saving.ts'
import { topics } from './settings.ts'

const channels = ['chat', 'message', 'call'] as const
type Channel = (typeof channels)[number]

type AgentSheetProps = { agent: AgentSetting; onClose: () => void; onReload: () => void }

/** What one agent speaks, has learnt, and how many people they answer at once. */
export function AgentSheet({ agent, onClose, onReload }: AgentSheetProps) {
  const { t, language: mine } = useWords('settings')
  const desk = useWords('desk')
  const [seen] = useState(agent)
  const [spoken, setSpoken] = useState(agent.languages)
  const [skills, setSkills] = useState(agent.skills)
  const [typed, setTyped] = useState(() => placesTyped(agent))
  const [tried, setTried] = useState(false)
  const places = placesFrom(typed)
  const saving = useSaving(
    readTeamSettings,
    (facts: AgentFacts) => call(saveAgent, { params: { staffId: seen.id }, body: { ...facts, version: seen.version } }),
    onClose,
  )
  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (places && spoken.length > 0 && !saving.isPending) saving.mutate({ languages: spoken, skills, places })
  }
  return (
    <SheetPaper open onClose={onClose} title={agent.name}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-6">
        <CheckList
          label={t('agent.languages')}
          options={languages.map((value) => ({ value, label: languageIn(value, mine) }))}
          chosen={spoken}
          onChange={setSpoken}
          fault={tried && spoken.length === 0 ? t('fault.language') : undefined}
        />
        <CheckList
          label={t('agent.skills')}
          hint={t('agent.skills_hint')}
          options={topics.map((value) => ({ value, label: desk.t(`topic.${value}`) }))}
          chosen={skills}
          onChange={setSkills}
        />
        {channels.map((channel) => (
          <TextField
            key={channel}
            label={t(`agent.places.${channel}`)}
            hint={t(`agent.places_hint.${channel}`)}
            inputMode="numeric"
            value={typed[channel]}
            onChange={(text) => setTyped({ ...typed, [channel]: text })}
            fault={
              tried && numberWithin(typed[channel], placeBounds[channel]) === null
                ? t('fault.number', placeBounds[channel])
                : undefined
            }
          />
        ))}
        <SaveFoot
          saving={saving}
          held={[spoken, skills, typed]}
          outdated={!saving.isPending && !saving.isSuccess && agent.version !== seen.version}
          onReload={onReload}
          incomplete={tried && (!places || spoken.length === 0)}
        />
      </form>
    </SheetPaper>
  )
}

function placesTyped({ places }: AgentSetting): Record<Channel, string> {
  return { chat: String(places.chat), message: String(places.message), call: String(places.call) }
}

function placesFrom(typed: Record<Channel, string>): AgentFacts['places'] | null {
  const [chat, message, call] = channels.map((channel) => numberWithin(typed[channel], placeBounds[channel]))
  return chat == null || message == null || call == null ? null : { chat, message, call }
}
