import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { startHelpDraft, type Version } from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { useGo } from '../frame/place.ts'
import { Problem } from '../parts/Problem.tsx'
import { Changes } from './Changes.tsx'
import { articlePath, readAllAgain } from './knowledge.ts'
import { LanguageTabs } from './LanguageTabs.tsx'
import { Preview } from './Preview.tsx'

type ReadOnlyProps = { version: Version; before: Version | null; mayEdit: boolean }

/** A version that is not being written: published, earlier or given up. From each a draft may begin. */
export function ReadOnly({ version, before, mayEdit }: ReadOnlyProps) {
  const { t, language: own } = useWords('knowledge')
  const queries = useQueryClient()
  const go = useGo()
  const [language, setLanguage] = useState(own)
  const params = { slug: version.slug }
  const start = useMutation({
    mutationFn: () => call(startHelpDraft, { params, body: { versionId: version.id } }),
    onSuccess: async () => {
      await readAllAgain(queries)
      go(articlePath(version.slug))
    },
  })
  return (
    <>
      <div>
        <Button
          tone="primary"
          icon={Pencil}
          busy={start.isPending ? t('saving') : undefined}
          withheld={mayEdit ? undefined : t('draft_open')}
          onClick={() => start.mutate()}
        >
          {t(version.state === 'published' ? 'edit' : 'edit_from_here')}
        </Button>
      </div>
      {start.error && <Problem error={start.error} />}
      <LanguageTabs value={language} onChange={setLanguage} />
      {before && <Changes before={before} after={version} language={language} />}
      <Preview text={version.texts[language]} />
    </>
  )
}
