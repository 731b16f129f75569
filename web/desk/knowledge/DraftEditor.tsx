import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Save, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import {
  type ArticleTexts,
  type actionPaths,
  dropHelpDraft,
  faultsOf,
  readHelpVersion,
  saveHelpDraft,
  submitHelpDraft,
  type Version,
} from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Changes } from './Changes.tsx'
import { readAllAgain } from './knowledge.ts'
import { LanguageTabs } from './LanguageTabs.tsx'
import { PathChoice } from './PathChoice.tsx'
import { Preview } from './Preview.tsx'
import { TextFields } from './TextFields.tsx'

type Path = (typeof actionPaths)[number]

/** A draft: written in three languages, seen beside it as customers will read it, then handed to a second person. */
export function DraftEditor({ version, before }: { version: Version; before: Version | null }) {
  const { t, language: own } = useWords('knowledge')
  const [language, setLanguage] = useState(own)
  const draft = useDraft(version)
  const faults = faultsOf(draft.texts)
  const faulty = new Set(faults.map((fault) => fault.language))
  return (
    <>
      {version.note && (
        <Notice meaning="warn" title={t('returned')}>
          {version.note}
        </Notice>
      )}
      <LanguageTabs value={language} onChange={setLanguage} faulty={faulty} />
      <div className="grid gap-6 wide:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <TextFields
            key={language}
            text={draft.texts[language]}
            faults={draft.tried ? faults.filter((fault) => fault.language === language) : []}
            onChange={(text) => draft.write({ ...draft.texts, [language]: text })}
          />
          <PathChoice value={draft.path} onChange={draft.choosePath} />
        </div>
        <Preview text={draft.texts[language]} />
      </div>
      {before && (
        <Changes
          before={before}
          after={{ ...version, texts: draft.texts, actionPath: draft.path }}
          language={language}
        />
      )}
      {draft.error ? <Problem error={draft.error} /> : null}
      <div className="flex flex-wrap gap-3">
        <Button
          tone="primary"
          icon={Send}
          busy={draft.submitting ? t('saving') : undefined}
          withheld={draft.tried && faults.length > 0 ? t('missing_in', { count: faults.length }) : undefined}
          onClick={() => draft.submit(faults.length === 0)}
        >
          {t('submit')}
        </Button>
        <Button icon={Save} busy={draft.saving ? t('saving') : undefined} onClick={draft.save}>
          {t('save')}
        </Button>
        <Button icon={Trash2} onClick={draft.drop}>
          {t('drop')}
        </Button>
      </div>
    </>
  )
}

/** What is written here and not yet saved; whoever saves says which revision was read. */
function useDraft(version: Version) {
  const { t } = useWords('knowledge')
  const queries = useQueryClient()
  const [texts, setTexts] = useState<ArticleTexts>(version.texts)
  const [path, setPath] = useState(version.actionPath as Path)
  const [revision, setRevision] = useState(version.revision)
  const [tried, setTried] = useState(false)
  const params = { versionId: version.id }
  const body = { revision, actionPath: path, texts }

  async function store() {
    const saved = await call(saveHelpDraft, { params, body })
    setRevision(saved.revision)
    queries.setQueryData(keyOf(readHelpVersion, { params }), saved)
  }
  const save = useMutation({ mutationFn: store, onSuccess: () => toast('good', t('saved')) })
  const submit = useMutation({
    mutationFn: async () => {
      await store()
      await call(submitHelpDraft, { params, body: {} })
    },
    onSuccess: () => toast('good', t('submitted')),
    onSettled: () => readAllAgain(queries),
  })
  const drop = useMutation({
    mutationFn: () => call(dropHelpDraft, { params, body: {} }),
    onSettled: () => readAllAgain(queries),
  })
  return {
    texts,
    path,
    tried,
    write: setTexts,
    choosePath: setPath,
    save: () => save.mutate(),
    saving: save.isPending,
    submit(finished: boolean) {
      setTried(true)
      if (finished) submit.mutate()
    },
    submitting: submit.isPending,
    drop: () => drop.mutate(),
    error: submit.error ?? save.error ?? drop.error,
  }
}
