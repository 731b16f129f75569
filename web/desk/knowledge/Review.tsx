import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CornerUpLeft } from 'lucide-react'
import { useState } from 'react'
import { publishHelpVersion, returnHelpVersion, type Version } from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Notice } from '../../ui/parts/Notice.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { TwoAnswers } from '../parts/TwoAnswers.tsx'
import { Changes } from './Changes.tsx'
import { readAllAgain } from './knowledge.ts'
import { LanguageTabs } from './LanguageTabs.tsx'
import { Preview } from './Preview.tsx'

/** Waits for a second person. Its writers read that; everybody else finds the two answers. */
export function Review({ version, before }: { version: Version; before: Version | null }) {
  const { t, language: own } = useWords('knowledge')
  const queries = useQueryClient()
  const [language, setLanguage] = useState(own)
  const params = { versionId: version.id }
  const onSettled = () => readAllAgain(queries)
  const publish = useMutation({
    mutationFn: () => call(publishHelpVersion, { params, body: {} }),
    onSuccess: () => toast('good', t('published')),
    onSettled,
  })
  const giveBack = useMutation({
    mutationFn: (reason: string) => call(returnHelpVersion, { params, body: { reason } }),
    onSettled,
  })
  return (
    <>
      {version.own ? (
        <Notice meaning="info" title={t('own')}>
          {t('own_text')}
        </Notice>
      ) : (
        <TwoAnswers
          yes={{ words: t('publish'), busy: t('saving'), deed: publish }}
          no={{
            words: t('return'),
            about: t('return_about', { name: version.author }),
            icon: CornerUpLeft,
            deed: giveBack,
          }}
        />
      )}
      <LanguageTabs value={language} onChange={setLanguage} />
      {before && <Changes before={before} after={version} language={language} />}
      <Preview text={version.texts[language]} />
    </>
  )
}
