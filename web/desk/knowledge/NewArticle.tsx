import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createHelpArticle } from '../../../contract/knowledge.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { useGo } from '../frame/place.ts'
import { Problem } from '../parts/Problem.tsx'
import { articlePath, readAllAgain } from './knowledge.ts'

const namePattern = /^[a-z0-9-]{3,60}$/

/** A new article begins with its name in the address, which stays for ever: links to it must not break. */
export function NewArticle({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords('knowledge')
  const queries = useQueryClient()
  const go = useGo()
  const [slug, setSlug] = useState('')
  const [tried, setTried] = useState(false)
  const good = namePattern.test(slug)
  const create = useMutation({
    mutationFn: () => call(createHelpArticle, { body: { slug } }),
    onSuccess: async () => {
      await readAllAgain(queries)
      onClose()
      go(articlePath(slug))
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (good && !create.isPending) create.mutate()
  }

  return (
    <SheetPaper open={open} onClose={onClose} title={t('new')} about={t('new_about')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('slug')}
          hint={t('slug_hint')}
          fault={tried && !good ? t('slug_fault') : undefined}
          value={slug}
          onChange={(next) => setSlug(next.toLowerCase().replaceAll(' ', '-'))}
          autoFocus
        />
        {create.error && <Problem error={create.error} />}
        <Button type="submit" tone="primary" wide busy={create.isPending ? t('saving') : undefined}>
          {t('begin')}
        </Button>
      </form>
    </SheetPaper>
  )
}
