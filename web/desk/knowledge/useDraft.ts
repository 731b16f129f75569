import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import {
  type ArticleTexts,
  type actionPaths,
  dropHelpDraft,
  readHelpVersion,
  saveHelpDraft,
  submitHelpDraft,
  type Version,
} from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { toast } from '../../ui/parts/Toast.tsx'
import { readAllAgain } from './knowledge.ts'
import { forgetUnsaved, keepUnsaved, readUnsaved } from './unsaved.ts'

type Path = (typeof actionPaths)[number]

/**
 * What is written here and not yet saved: it stays on this device until it is. Whoever saves says which revision was
 * read, so that nobody writes over what somebody else saved.
 */
export function useDraft(version: Version) {
  const { t } = useWords('knowledge')
  const queries = useQueryClient()
  const [kept] = useState(() => readUnsaved(version.id))
  const [{ texts, actionPath, revision }, setWritten] = useState(kept ?? version)
  const latest = useRef({ texts, actionPath, revision })
  latest.current = { texts, actionPath, revision }
  const [restored, setRestored] = useState(kept !== null)
  const [tried, setTried] = useState(false)
  const params = { versionId: version.id }
  const path = actionPath as Path

  function write(change: { texts: ArticleTexts } | { actionPath: Path }) {
    const written = { texts, actionPath, revision, ...change }
    setWritten(written)
    keepUnsaved(version.id, written)
  }

  function goBack() {
    forgetUnsaved(version.id)
    setWritten(version)
    setRestored(false)
  }

  async function store() {
    const saved = await call(saveHelpDraft, { params, body: { revision, actionPath: path, texts } })
    setRestored(false)
    // What was typed while it was being saved is not saved yet.
    const unsaved = { ...latest.current, revision: saved.revision }
    setWritten(unsaved)
    if (unsaved.texts === texts && unsaved.actionPath === actionPath) forgetUnsaved(version.id)
    else keepUnsaved(version.id, unsaved)
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
    onSuccess: () => forgetUnsaved(version.id),
    onSettled: () => readAllAgain(queries),
  })
  // Each of the three ends the revision that the others would name.
  const isBusy = save.isPending || submit.isPending || drop.isPending
  return {
    texts,
    path,
    tried,
    restored,
    goBack,
    write: (next: ArticleTexts) => write({ texts: next }),
    choosePath: (next: Path) => write({ actionPath: next }),
    save: () => !isBusy && save.mutate(),
    saving: save.isPending,
    submit(finished: boolean) {
      setTried(true)
      if (finished && !isBusy) submit.mutate()
    },
    submitting: submit.isPending,
    drop: () => !isBusy && drop.mutate(),
    error: submit.error ?? save.error ?? drop.error,
  }
}
