import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { maximumMessageCharacters } from '../../../contract/chat.ts'
import type { Staff } from '../../../contract/identity.ts'
import {
  deleteMacro,
  listMacros,
  type Macro,
  macroCommands,
  macroVariables,
  saveMacro,
} from '../../../contract/macros.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useTooLong } from '../../ui/fields/useTooLong.ts'
import { languageIn, languages } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { newUuid } from '../../ui/net/keys.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Tabs } from '../../ui/parts/Tabs.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { useUnsaved } from '../../ui/parts/unsaved.ts'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Problem } from '../parts/Problem.tsx'
import { useMacros } from './macros.ts'

type Draft = Pick<Macro, 'id' | 'language' | 'name' | 'text' | 'command'>

/** Where supervisors keep the prepared words, by language. */
export function MacroEditor({ me }: { me: Staff }) {
  const { t, language: mine } = useWords('desk')
  const [language, setLanguage] = useState(mine)
  const [draft, setDraft] = useState<Draft | null>(null)
  const macros = useMacros()
  const go = useGo()
  useCommand('back', () => go('/'))
  const begin = () => setDraft({ id: newUuid(), language, name: '', text: '', command: null })
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-160 flex-col gap-4 px-gutter py-4">
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="flex-1 text-20 font-bold">{t('pages.macros')}</h1>
            <Button icon={Plus} onClick={begin}>
              {t('macro.add')}
            </Button>
          </div>
          <Tabs
            label={t('macro.language')}
            value={language}
            onChange={setLanguage}
            tabs={languages.map((value) => ({ value, label: languageIn(value, mine) }))}
          />
          <Loaded
            query={macros}
            coming={
              <Waiting>
                <SkeletonRows />
              </Waiting>
            }
          >
            {({ macros: all }) => (
              <MacroRows macros={all.filter((macro) => macro.language === language)} onOpen={setDraft} />
            )}
          </Loaded>
        </div>
        <SheetPaper
          open={draft !== null}
          onClose={() => setDraft(null)}
          title={t('macro.edit')}
          about={t('macro.edit_about')}
        >
          {draft && <MacroForm key={draft.id} first={draft} onDone={() => setDraft(null)} />}
        </SheetPaper>
      </main>
    </div>
  )
}

function MacroRows({ macros, onOpen }: { macros: readonly Macro[]; onOpen: (macro: Macro) => void }) {
  const { t } = useWords('desk')
  if (macros.length === 0) return <p className="text-ink-soft">{t('macro.none_yet')}</p>
  return (
    <List label={t('pages.macros')}>
      {macros.map((macro) => (
        <li key={macro.id}>
          <button type="button" className={rowPressClass} onClick={() => onOpen(macro)}>
            <RowContent title={macro.name} about={macro.text} />
          </button>
        </li>
      ))}
    </List>
  )
}

function MacroForm({ first, onDone }: { first: Draft; onDone: () => void }) {
  const { t, language: mine } = useWords('desk')
  const queries = useQueryClient()
  const [{ id, ...words }, setDraft] = useState<Draft>({ ...first })
  const { language, name, text, command } = words
  useUnsaved(words)
  const finish = (words: string) => ({
    onSuccess: () => {
      toast('good', words)
      onDone()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(listMacros) }),
  })
  const save = useMutation({
    mutationFn: () => call(saveMacro, { params: { macroId: id }, body: { language, name, text, command } }),
    ...finish(t('macro.saved')),
  })
  const remove = useMutation({
    mutationFn: () => call(deleteMacro, { params: { macroId: id } }),
    ...finish(t('macro.removed')),
  })
  const tooLong = useTooLong([text, maximumMessageCharacters])
  const whole = name.trim() !== '' && text.trim() !== ''
  const error = save.error ?? remove.error
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (whole && !tooLong && !save.isPending) save.mutate()
      }}
      className="flex flex-col gap-4"
    >
      <TextField
        label={t('macro.name')}
        autoFocus
        maxLength={60}
        value={name}
        onChange={(value) => setDraft({ id, ...words, name: value })}
      />
      <Select
        label={t('macro.language')}
        value={language}
        onChange={(value) => setDraft({ id, ...words, language: value })}
        options={languages.map((value) => ({ value, label: languageIn(value, mine) }))}
      />
      <TextArea
        label={t('macro.text')}
        hint={t('macro.text_hint', { variables: macroGaps })}
        rows={6}
        limit={maximumMessageCharacters}
        value={text}
        onChange={(value) => setDraft({ id, ...words, text: value })}
      />
      <Select
        label={t('macro.command')}
        value={command ?? 'none'}
        onChange={(value) => setDraft({ id, ...words, command: value === 'none' ? null : value })}
        options={[
          { value: 'none', label: t('macro.no_command') },
          ...macroCommands.map((value) => ({ value, label: t(`command.${value}`) })),
        ]}
      />
      {error && <Problem error={error} />}
      <Button
        type="submit"
        tone="primary"
        wide
        busy={save.isPending ? t('macro.saving') : undefined}
        withheld={whole ? tooLong : t('macro.not_whole')}
      >
        {t('macro.save')}
      </Button>
      {first.name !== '' && (
        <Button
          tone="danger"
          wide
          onClick={() => remove.mutate()}
          busy={remove.isPending ? t('macro.saving') : undefined}
        >
          {t('macro.remove')}
        </Button>
      )}
    </form>
  )
}

const macroGaps = macroVariables.map((name) => `{${name}}`).join(' ')
