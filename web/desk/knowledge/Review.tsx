import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, CornerUpLeft } from 'lucide-react'
import { useState } from 'react'
import { publishHelpVersion, returnHelpVersion, type Version } from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { Problem } from '../parts/Problem.tsx'
import { ReasonSheet } from '../reconciliation/ReasonSheet.tsx'
import { Changes } from './Changes.tsx'
import { readAllAgain } from './knowledge.ts'
import { LanguageTabs } from './LanguageTabs.tsx'
import { Preview } from './Preview.tsx'

/** Waits for a second person. Its writers read that; everybody else finds the two answers. */
export function Review({ version, before }: { version: Version; before: Version | null }) {
  const { t, language: own } = useWords('knowledge')
  const queries = useQueryClient()
  const [language, setLanguage] = useState(own)
  const [returning, setReturning] = useState(false)
  const params = { versionId: version.id }
  const onSettled = () => readAllAgain(queries)
  const publish = useMutation({
    mutationFn: () => call(publishHelpVersion, { params, body: {} }),
    onSuccess: () => toast('good', t('published')),
    onSettled,
  })
  const giveBack = useMutation({
    mutationFn: (reason: string) => call(returnHelpVersion, { params, body: { reason } }),
    onSuccess: () => setReturning(false),
    onSettled,
  })
  return (
    <>
      {version.own ? (
        <Notice meaning="info" title={t('own')}>
          {t('own_text')}
        </Notice>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button
            tone="primary"
            icon={Check}
            busy={publish.isPending ? t('saving') : undefined}
            onClick={() => publish.mutate()}
          >
            {t('publish')}
          </Button>
          <Button icon={CornerUpLeft} onClick={() => setReturning(true)}>
            {t('return')}
          </Button>
        </div>
      )}
      {publish.error && <Problem error={publish.error} />}
      <LanguageTabs value={language} onChange={setLanguage} />
      {before && <Changes before={before} after={version} language={language} />}
      <Preview text={version.texts[language]} />
      <ReasonSheet
        title={t('return')}
        about={t('return_about', { name: version.author })}
        action={t('return')}
        open={returning}
        busy={giveBack.isPending}
        error={giveBack.error}
        onClose={() => setReturning(false)}
        onReason={(reason) => giveBack.mutate(reason)}
      />
    </>
  )
}
