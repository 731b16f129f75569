import { useContext, useState } from 'react'
import { readTeamSettings, retireTeam, type TeamSetting } from '../../../contract/desk-settings.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { UnsavedFields } from '../../ui/parts/unsaved.ts'
import { useGo } from '../frame/place.ts'
import { Problem } from '../parts/Problem.tsx'
import { useSaving } from './saving.ts'
import { partPath } from './settings.ts'

/** Takes a team out of use, after a second look. */
export function RetireTeam({ team, teams }: { team: TeamSetting; teams: readonly TeamSetting[] }) {
  const { t } = useWords('settings')
  const refusals = useWords('refusals')
  const go = useGo()
  const unsaved = useContext(UnsavedFields)
  const [asked, setAsked] = useState(false)
  const retiring = useSaving(
    readTeamSettings,
    () => call(retireTeam, { params: { teamId: team.id }, body: { version: team.version } }),
    () => {
      unsaved?.clear()
      go(partPath('teams'))
    },
  )
  const helps = teams.some(({ overflowTeamId }) => overflowTeamId === team.id)
  const reason =
    team.topics.length > 0
      ? refusals.t('setting_not_possible.why_answers_topics')
      : helps
        ? refusals.t('setting_not_possible.why_helps_others')
        : undefined
  return (
    <>
      <Button withheld={reason} onClick={() => setAsked(true)}>
        {t('team.retire')}
      </Button>
      <SheetPaper open={asked} onClose={() => setAsked(false)} title={t('team.retire_ask', { name: team.name })}>
        <div className="flex flex-col gap-4">
          <p>{t('team.retire_about')}</p>
          {retiring.error && <Problem error={retiring.error} />}
          <Button
            tone="danger"
            wide
            busy={retiring.isPending ? t('saving') : undefined}
            onClick={() => retiring.mutate(undefined)}
          >
            {t('team.retire')}
          </Button>
        </div>
      </SheetPaper>
    </>
  )
}
