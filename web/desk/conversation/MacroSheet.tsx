import { Settings2 } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import type { Language } from '../../../contract/identity.ts'
import type { Macro } from '../../../contract/macros.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { languageIn, languages } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Tabs } from '../../ui/parts/Tabs.tsx'
import { useMe } from '../frame/me.ts'
import { useGo } from '../frame/place.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { fillMacro, findMacros } from './gaps.ts'
import { useMacros, useMacroValues } from './macros.ts'

type MacroSheetProps = {
  caseId: string
  /** The customer's language: its macros are shown first. */
  language: Language
  open: boolean
  onClose: () => void
  onChoose: (text: string, macro: Macro) => void
}

/** Prepared words: type to find, arrow keys to choose, Enter to insert. */
export function MacroSheet({ open, onClose, ...rest }: MacroSheetProps) {
  const { t } = useWords('desk')
  return (
    <SheetPaper open={open} onClose={onClose} title={t('macro.title')} about={t('macro.about')}>
      <MacroChoice {...rest} />
    </SheetPaper>
  )
}

function MacroChoice({ caseId, language: theirs, onChoose }: Omit<MacroSheetProps, 'open' | 'onClose'>) {
  const { t, language: mine } = useWords('desk')
  const listId = useId()
  const macros = useMacros()
  const [language, setLanguage] = useState(theirs)
  const values = useMacroValues(caseId, language)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const found = findMacros(macros.data?.macros ?? [], language, typed)
  const chosen = found[Math.min(at, found.length - 1)]
  const choose = (macro: Macro) => onChoose(fillMacro(macro.text, values), macro)

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt(Math.max(0, Math.min(found.length - 1, at + step)))
    else if (event.key !== 'Enter' || !chosen || event.nativeEvent.isComposing) return
    else choose(chosen)
    event.preventDefault()
  }

  return (
    <div className="flex flex-col gap-4">
      <Tabs
        label={t('macro.language')}
        value={language}
        onChange={setLanguage}
        tabs={languages.map((value) => ({ value, label: languageIn(value, mine) }))}
      />
      <TextField
        data-autofocus
        type="search"
        autoComplete="off"
        label={t('macro.search')}
        value={typed}
        onChange={(text) => {
          setTyped(text)
          setAt(0)
        }}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={chosen && `${listId} ${chosen.id}`}
        onKeyDown={onKeyDown}
      />
      <Loaded
        query={macros}
        coming={
          <Waiting>
            <Skeleton className="h-16 w-full" />
          </Waiting>
        }
      >
        {() =>
          found.length === 0 ? (
            <p className="text-ink-soft">{t('macro.none')}</p>
          ) : (
            <div id={listId} role="listbox" aria-label={t('macro.title')} className="-mx-2 flex flex-col">
              {found.map((macro) => (
                <Choice
                  key={macro.id}
                  id={`${listId} ${macro.id}`}
                  macro={macro}
                  text={fillMacro(macro.text, values)}
                  chosen={macro === chosen}
                  onChoose={() => choose(macro)}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      <EditLink />
    </div>
  )
}

type ChoiceProps = { id: string; macro: Macro; text: string; chosen: boolean; onChoose: () => void }

function Choice({ id, macro, text, chosen, onChoose }: ChoiceProps) {
  const { t } = useWords('desk')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above has the keyboard, as in every combobox
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      onClick={onChoose}
      className={classes('cursor-pointer rounded-input px-2 py-2', chosen ? 'bg-accent-soft' : 'hover:bg-sunk')}
    >
      <span className="block font-strong">{macro.name}</span>
      <span className="line-clamp-2 text-13 text-ink-soft">{text}</span>
      {macro.command && (
        <span className="block text-13 text-accent">{t('macro.then', { command: t(`command.${macro.command}`) })}</span>
      )}
    </div>
  )
}

/** Whoever may change them finds the way here. */
function EditLink() {
  const { t } = useWords('desk')
  const me = useMe().data
  const go = useGo()
  if (!me?.permissions.includes('macro.edit')) return null
  return (
    <Button icon={Settings2} onClick={() => go('/macros')}>
      {t('macro.change')}
    </Button>
  )
}
