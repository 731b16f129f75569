import { type TeamSetting, teamBounds } from '../../../contract/desk-settings.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { Section } from '../../ui/parts/Page.tsx'
import { saySeconds } from './figures.ts'
import { type DraftPart, secondsOf, type Timing } from './team-draft.ts'

const nobody = 'nobody'

type TeamQueueProps = DraftPart & { helpers: readonly TeamSetting[] }

/** How people get to the team's agents, who helps, and after how long. */
export function TeamQueue({ helpers, ...part }: TeamQueueProps) {
  const { t } = useWords('settings')
  const { draft, onChange } = part
  return (
    <Section title={t('queue.title')}>
      <div className="flex flex-col gap-4">
        <Toggle
          label={t('queue.automatic')}
          about={t('queue.automatic_about')}
          on={draft.automatic}
          onChange={(automatic) => onChange({ automatic })}
        />
        <Select
          label={t('queue.helper')}
          hint={t('queue.helper_hint')}
          value={draft.overflowTeamId ?? nobody}
          onChange={(id) => onChange({ overflowTeamId: id === nobody ? null : id })}
          options={[
            { value: nobody, label: t('queue.helper_none') },
            ...helpers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Seconds {...part} timing="overflowAfterSeconds" />
        <Seconds {...part} timing="offerLaterSeconds" />
        <Seconds {...part} timing="lastAgentSeconds" />
      </div>
    </Section>
  )
}

/** What becomes of an agent's place, and of the conversations of one who vanished. */
export function TeamAfterwards(part: DraftPart) {
  const { t } = useWords('settings')
  const { draft, onChange } = part
  return (
    <Section title={t('after.title')}>
      <div className="flex flex-col gap-4">
        <Seconds {...part} timing="wrapUpSeconds" />
        <Toggle
          label={t('after.requeue')}
          about={t('after.requeue_about')}
          on={draft.requeues}
          onChange={(requeues) => onChange({ requeues })}
        />
        {draft.requeues && <Seconds {...part} timing="requeueAfterSeconds" />}
      </div>
    </Section>
  )
}

/** A time in seconds, read back in larger units. */
function Seconds({ draft, onChange, tried, timing }: DraftPart & { timing: Timing }) {
  const { t, language } = useWords('settings')
  const seconds = secondsOf(draft, timing)
  const { minimum, maximum } = teamBounds[timing]
  return (
    <TextField
      label={t(`timing.${timing}`)}
      hint={
        <>
          {t(`timing_hint.${timing}`)}
          {seconds !== null && seconds >= 60 && <span className="block">{saySeconds(seconds, language)}</span>}
        </>
      }
      inputMode="numeric"
      value={draft[timing]}
      onChange={(typed) => onChange({ [timing]: typed })}
      fault={tried && seconds === null ? t('fault.number', { minimum, maximum }) : undefined}
    />
  )
}
