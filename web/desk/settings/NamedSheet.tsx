import { type FormEvent, type ReactNode, useState } from 'react'
import type { Route } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { type Names, NamesFields, namesFrom } from './NamesFields.tsx'
import { SaveFoot } from './SaveFoot.tsx'
import { useSaving } from './saving.ts'
import { codeFrom } from './settings.ts'

/** A setting as its sheet was opened, or as it stands by now. */
type Named = { code: string; names: Names; version: string }
export type Saved = { code: string; names: Names; version: string | null }

type NamedSheetProps = {
  known: Named | undefined
  onClose: () => void
  onReload: () => void
  /** Title where the setting is yet to be. */
  title: string
  list: Route
  /** What the fields below the names hold. */
  held: unknown
  save: (saved: Saved) => Promise<unknown>
  children?: ReactNode
}

const noNames: Names = { zh: '', id: '', en: '' }

/** A setting that is known by names in all languages and stored under a code made of the English one. */
export function NamedSheet({ known, onClose, onReload, title, list, held, save, children }: NamedSheetProps) {
  const { t, language } = useWords('settings')
  const [seen] = useState(known)
  const [typed, setTyped] = useState(known?.names ?? noNames)
  const [tried, setTried] = useState(false)
  const names = namesFrom(typed)
  const code = seen?.code ?? codeFrom(typed.en)
  const saving = useSaving(
    list,
    (given: Names) => save({ code, names: given, version: seen?.version ?? null }),
    onClose,
  )
  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (names && code && !saving.isPending) saving.mutate(names)
  }
  return (
    <SheetPaper open onClose={onClose} title={seen?.names[language] ?? title}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        <NamesFields names={typed} onChange={setTyped} tried={tried} />
        {tried && names && !code && (
          <p role="alert" className="text-15 font-strong text-bad">
            {t('fault.english')}
          </p>
        )}
        {children}
        <SaveFoot
          saving={saving}
          held={[typed, held]}
          outdated={!saving.isPending && !saving.isSuccess && known?.version !== seen?.version}
          onReload={onReload}
          incomplete={tried && !(names && code)}
        />
      </form>
    </SheetPaper>
  )
}
