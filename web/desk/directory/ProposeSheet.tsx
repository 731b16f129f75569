import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type DirectoryEntry, proposeDirectoryChange } from '../../../contract/directory.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { useUnsaved } from '../../ui/parts/unsaved.ts'
import { Problem } from '../parts/Problem.tsx'
import { isReason, ReasonField } from '../parts/ReasonField.tsx'
import { readAllAgain } from './directory.ts'
import { draftOf, entryOf } from './entry-draft.ts'
import { HotlineFields } from './HotlineFields.tsx'

const kinds = ['hotline', 'sender', 'site', 'mail'] as const

type Known = { id: string; entry: DirectoryEntry }

/** Proposes a new entry, a change of one, or that it goes. Nothing is published by it. */
export function ProposeSheet({ known, onClose }: { known?: Known; onClose: () => void }) {
  const { t } = useWords('directory')
  return (
    <SheetPaper open onClose={onClose} title={t(known ? 'change' : 'add')} about={t('propose_about')}>
      <ProposeForm known={known} onDone={onClose} />
    </SheetPaper>
  )
}

function ProposeForm({ known, onDone }: { known: Known | undefined; onDone: () => void }) {
  const { t } = useWords('directory')
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(known?.entry))
  const [reason, setReason] = useState('')
  useUnsaved(draft)
  const [tried, setTried] = useState(false)
  const propose = useMutation({
    mutationFn: (deed: 'add' | 'change' | 'remove') => {
      const why = reason.trim()
      const entry = entryOf(draft, known?.entry)
      if (deed === 'add' || !known) return call(proposeDirectoryChange, { body: { deed: 'add', entry, reason: why } })
      if (deed === 'remove') return call(proposeDirectoryChange, { body: { deed, entryId: known.id, reason: why } })
      return call(proposeDirectoryChange, { body: { deed, entryId: known.id, entry, reason: why } })
    },
    onSuccess: () => {
      toast('good', t('proposed'))
      onDone()
    },
    onSettled: () => readAllAgain(queries),
  })

  function send(deed: 'add' | 'change' | 'remove') {
    setTried(true)
    if (isReason(reason) && !propose.isPending) propose.mutate(deed)
  }

  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    send(known ? 'change' : 'add')
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {!known && (
        <Select
          label={t('what')}
          value={draft.kind}
          onChange={(kind) => setDraft({ ...draft, kind })}
          options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
      )}
      {draft.kind === 'hotline' && <HotlineFields draft={draft} onChange={setDraft} kept={known !== undefined} />}
      {draft.kind === 'sender' && (
        <TextField label={t('field.name')} value={draft.name} onChange={(name) => setDraft({ ...draft, name })} />
      )}
      {(draft.kind === 'site' || draft.kind === 'mail') && (
        <TextField
          label={t('field.domain')}
          value={draft.domain}
          onChange={(domain) => setDraft({ ...draft, domain })}
        />
      )}
      <ReasonField value={reason} onChange={setReason} tried={tried} onSubmit={submit} autoFocus={false} />
      {propose.error && <Problem error={propose.error} />}
      <Button type="submit" tone="primary" wide busy={propose.isPending ? t('busy') : undefined}>
        {t('propose')}
      </Button>
      {known && (
        <Button wide onClick={() => send('remove')}>
          {t('propose_remove')}
        </Button>
      )}
    </form>
  )
}
