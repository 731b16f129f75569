import { ArrowRight, Languages, ShieldCheck } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../contract/identity.ts'
import { languageNames, languageTags } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Skeleton } from '../../ui/parts/Skeleton.tsx'
import { type Explainable, explainRefusal } from '../../ui/refusal/explain.ts'

type ExplainedProps = { refusal: Explainable; customerLanguage: Language; whole?: boolean }

/**
 * A refusal in the very words that the customer reads, in the agent's language; or, when the two differ, in the
 * customer's, so that the agent can quote them.
 */
export function Explained({ refusal, customerLanguage, whole = false }: ExplainedProps) {
  const { t, language } = useWords('desk')
  const [quoting, setQuoting] = useState(false)
  const spoken = quoting ? customerLanguage : language
  return (
    <div className="flex flex-col gap-2">
      <Suspense fallback={<Skeleton className="h-14 w-full" />}>
        <Said refusal={refusal} language={spoken} whole={whole} />
      </Suspense>
      {customerLanguage !== language && (
        <button
          type="button"
          aria-pressed={quoting}
          onClick={() => setQuoting(!quoting)}
          className="moves -ml-2 inline-flex min-h-8 pointer-coarse:min-h-target items-center gap-1.5 self-start rounded-full px-2 text-13 font-strong text-accent hover:bg-accent-soft"
        >
          <Languages aria-hidden size="1.25em" strokeWidth={1.75} />
          {quoting ? t('why.in_mine') : t('why.in_theirs', { language: languageNames[customerLanguage] })}
        </button>
      )}
    </div>
  )
}

function Said({ refusal, language, whole }: { refusal: Explainable; language: Language; whole: boolean }) {
  const { t } = useTranslation('refusals', { lng: language })
  const { what, why, next, safe } = explainRefusal({ t, language }, refusal)
  return (
    <div lang={languageTags[language]} className="flex flex-col gap-1.5">
      <p className="font-bold">{what}</p>
      <p className="tabular-nums">{why}</p>
      {whole && (
        <>
          <p className="flex items-start gap-2 text-13 text-ink-soft">
            <ShieldCheck aria-hidden size="1.125rem" strokeWidth={1.75} className="shrink-0 text-good" />
            {safe}
          </p>
          <p className="flex items-start gap-2 text-13 text-ink-soft">
            <ArrowRight aria-hidden size="1.125rem" strokeWidth={1.75} className="shrink-0" />
            {t('card.offered', { label: next.label })}
          </p>
        </>
      )}
    </div>
  )
}
