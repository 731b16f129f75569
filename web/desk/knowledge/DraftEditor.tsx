import { RotateCcw, Save, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { articleLimits, faultsOf, type Version } from '../../../contract/knowledge.ts'
import { useTooLong } from '../../ui/fields/useTooLong.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Changes } from './Changes.tsx'
import { LanguageTabs } from './LanguageTabs.tsx'
import { PathChoice } from './PathChoice.tsx'
import { Preview } from './Preview.tsx'
import { TextFields } from './TextFields.tsx'
import { useDraft } from './useDraft.ts'

/** A draft: written in three languages, seen beside it as customers will read it, then handed to a second person. */
export function DraftEditor({ version, before }: { version: Version; before: Version | null }) {
  const { t, language: own } = useWords('knowledge')
  const [language, setLanguage] = useState(own)
  const draft = useDraft(version)
  const faults = faultsOf(draft.texts)
  const tooLong = useTooLong(
    ...Object.values(draft.texts).flatMap(({ body, keywords }): [string, number][] => [
      [body, articleLimits.body],
      [keywords, articleLimits.keywords],
    ]),
  )
  const faulty = new Set(faults.map((fault) => fault.language))
  return (
    <>
      {version.note && (
        <Notice meaning="warn" title={t('returned')}>
          {version.note}
        </Notice>
      )}
      {draft.restored && (
        <Notice
          meaning="info"
          title={t('unsaved')}
          action={
            <Button icon={RotateCcw} onClick={draft.goBack}>
              {t('unsaved_back')}
            </Button>
          }
        >
          {t('unsaved_text')}
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
          withheld={draft.tried && faults.length > 0 ? t('missing_in', { count: faults.length }) : tooLong}
          onClick={() => draft.submit(faults.length === 0)}
        >
          {t('submit')}
        </Button>
        <Button icon={Save} busy={draft.saving ? t('saving') : undefined} withheld={tooLong} onClick={draft.save}>
          {t('save')}
        </Button>
        <Button icon={Trash2} onClick={draft.drop}>
          {t('drop')}
        </Button>
      </div>
    </>
  )
}
