import { type FormEvent, useState } from 'react'
import { type CriterionSetting, readCriterionSettings, saveCriterion } from '../../../contract/desk-settings.ts'
import { Toggle } from '../../ui/fields/Toggle.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { type Names, NamesFields, namesFrom } from './NamesFields.tsx'
import { SaveFoot } from './SaveFoot.tsx'
import { useSaving } from './saving.ts'
import { codeFrom } from './settings.ts'

const noNames: Names = { zh: '', id: '', en: '' }

type CriterionSheetProps = { known: CriterionSetting | undefined; onClose: () => void; onReload: () => void }

/** One criterion of the score card, or one that is yet to be. */
export function CriterionSheet({ known, onClose, onReload }: CriterionSheetProps) {
  const { t, language } = useWords('settings')
  const [seen] = useState(known)
  const [typed, setTyped] = useState<Names>(known?.names ?? noNames)
  const [retired, setRetired] = useState(known?.retired ?? false)
  const [tried, setTried] = useState(false)
  const names = namesFrom(typed)
  const code = seen?.code ?? codeFrom(typed.en)
  const saving = useSaving(
    readCriterionSettings,
    (given: Names) =>
      call(saveCriterion, { params: { code }, body: { names: given, retired, version: seen?.version ?? null } }),
    onClose,
  )
  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (names && code && !saving.isPending) saving.mutate(names)
  }
  return (
    <SheetPaper open onClose={onClose} title={seen?.names[language] ?? t('criterion.add')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        <NamesFields names={typed} onChange={setTyped} tried={tried} />
        {tried && names && !code && <p role="alert">{t('fault.english')}</p>}
        {seen && (
          <Toggle label={t('retired')} about={t('criterion.retired_about')} on={retired} onChange={setRetired} />
        )}
        <SaveFoot
          saving={saving}
          held={[typed, retired]}
          outdated={!saving.isPending && !saving.isSuccess && known?.version !== seen?.version}
          onReload={onReload}
          incomplete={tried && !names}
        />
      </form>
    </SheetPaper>
  )
}
