import { type FormEvent, useContext, useState } from 'react'
import {
  type AgentSetting,
  maximumNameCharacters,
  readTeamSettings,
  saveTeam,
  type TeamFacts,
  type TeamSetting,
} from '../../../contract/desk-settings.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { newUuid } from '../../ui/net/keys.ts'
import { UnsavedFields } from '../../ui/parts/unsaved.ts'
import { zones } from '../directory/entry-draft.ts'
import { useGo } from '../frame/place.ts'
import { CheckList } from './CheckList.tsx'
import { RetireTeam } from './RetireTeam.tsx'
import { SaveFoot } from './SaveFoot.tsx'
import { useSaving } from './saving.ts'
import { partPath, topics } from './settings.ts'
import { TeamHolidays } from './TeamHolidays.tsx'
import { TeamHours } from './TeamHours.tsx'
import { Standing } from './Teams.tsx'
import { TeamAfterwards, TeamQueue } from './TeamTimings.tsx'
import { type DraftPart, draftOf, factsOf, type TeamDraft } from './team-draft.ts'

type TeamFormProps = {
  team: TeamSetting | undefined
  teams: readonly TeamSetting[]
  agents: readonly AgentSetting[]
  onReload: () => void
}

/** Everything about a team on one page, saved together. */
export function TeamForm({ team, teams, agents, onReload }: TeamFormProps) {
  const { t } = useWords('settings')
  const go = useGo()
  const unsaved = useContext(UnsavedFields)
  const [seen] = useState(team)
  const [id] = useState(() => team?.id ?? newUuid())
  const [draft, setDraft] = useState(() => draftOf(team))
  const [tried, setTried] = useState(false)
  const facts = factsOf(draft)
  const saving = useSaving(
    readTeamSettings,
    (given: TeamFacts) =>
      call(saveTeam, { params: { teamId: id }, body: { ...given, version: seen?.version ?? null } }),
    () => {
      unsaved?.clear()
      go(partPath('teams'))
    },
  )
  const onChange = (part: Partial<TeamDraft>) => setDraft((old) => ({ ...old, ...part }))
  const part = { draft, onChange, tried }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setTried(true)
    if (!facts) showFirstFault(event.currentTarget)
    else if (!saving.isPending) saving.mutate(facts)
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-8">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-20 font-bold">{team?.name ?? t('team.add')}</h2>
        {team && <Standing team={team} />}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 desktop:grid-cols-[repeat(2,minmax(0,1fr))]">
        <div className="flex flex-col gap-8">
          <Who {...part} id={id} teams={teams} agents={agents} />
          <TeamQueue {...part} helpers={teams.filter((one) => one.id !== id)} />
        </div>
        <div className="flex flex-col gap-8">
          <TeamHours {...part} />
          <TeamHolidays {...part} />
          <TeamAfterwards {...part} />
        </div>
      </div>
      {team && (
        <div>
          <RetireTeam team={team} teams={teams} />
        </div>
      )}
      <div className="safe-bottom sticky bottom-0 -mx-gutter border-t border-line bg-ground px-gutter py-3">
        <SaveFoot
          saving={saving}
          held={draft}
          outdated={!saving.isPending && !saving.isSuccess && team?.version !== seen?.version}
          onReload={onReload}
          incomplete={tried && !facts}
        />
      </div>
    </form>
  )
}

/** Once faults are drawn: the form is long, and the first of them may be out of sight. */
function showFirstFault(form: HTMLFormElement) {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus())
}

type WhoProps = DraftPart & { id: string; teams: readonly TeamSetting[]; agents: readonly AgentSetting[] }

/** What the team is called and where it is, what it answers, and who belongs to it. */
function Who({ draft, onChange, tried, id, teams, agents }: WhoProps) {
  const { t } = useWords('settings')
  const desk = useWords('desk')
  const holderOf = (topic: (typeof topics)[number]) => teams.find((one) => one.id !== id && one.topics.includes(topic))
  return (
    <>
      <TextField
        label={t('team.name')}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        maxLength={maximumNameCharacters}
        fault={tried && draft.name.trim() === '' ? t('fault.name') : undefined}
      />
      <Select
        label={t('team.zone')}
        hint={t('team.zone_hint')}
        value={draft.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
        options={[...new Set([draft.timeZone, ...zones])].map((value) => ({ value, label: value }))}
      />
      <CheckList
        label={t('team.topics_which')}
        hint={t('team.topics_hint')}
        options={topics.map((value) => {
          const holder = holderOf(value)
          const about = holder && t('team.topic_of', { team: holder.name })
          return { value, label: desk.t(`topic.${value}`), ...(about ? { about } : {}) }
        })}
        chosen={draft.topics}
        onChange={(chosen) => onChange({ topics: chosen })}
      />
      {agents.length === 0 ? (
        <p className="text-ink-soft">{t('agent.none')}</p>
      ) : (
        <CheckList
          label={t('team.members_who')}
          hint={t('team.members_hint')}
          options={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
          chosen={draft.memberIds}
          onChange={(memberIds) => onChange({ memberIds })}
        />
      )}
    </>
  )
}
