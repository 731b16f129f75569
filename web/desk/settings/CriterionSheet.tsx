import { useState } from 'react'
import { type CriterionSetting, readCriterionSettings, saveCriterion } from '../../../contract/desk-settings.ts'
import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { NamedSheet } from './NamedSheet.tsx'

type CriterionSheetProps = { known: CriterionSetting | undefined; onClose: () => void; onReload: () => void }

/** One criterion of the score card, or one that is yet to be. */
export function CriterionSheet(props: CriterionSheetProps) {
  const { t } = useWords('settings')
  const { known } = props
  const [retired, setRetired] = useState(known?.retired ?? false)
  return (
    <NamedSheet
      {...props}
      title={t('criterion.add')}
      list={readCriterionSettings}
      held={retired}
      save={({ code, ...named }) => call(saveCriterion, { params: { code }, body: { ...named, retired } })}
    >
      {known && <Toggle label={t('retired')} about={t('criterion.retired_about')} on={retired} onChange={setRetired} />}
    </NamedSheet>
  )
}
