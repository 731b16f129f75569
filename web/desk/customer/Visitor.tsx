import { ShieldAlert } from 'lucide-react'
import type { MissingVerification } from '../../../contract/console.ts'
import type { InboxRow } from '../../../contract/desk.ts'
import { languageIn } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Section } from '../parts/Section.tsx'

type VisitorProps = { row: InboxRow; missing: readonly MissingVerification[] }

/** Somebody who is not signed in: what the agent may not tell, what is not verified, and nothing to act on. */
export function Visitor({ row, missing }: VisitorProps) {
  const { t, language } = useWords('desk')
  return (
    <>
      <section aria-label={t('visitor.label')} className="flex flex-col gap-4 px-4 py-4">
        <p className="text-17 font-bold">{row.customerName}</p>
        <Notice meaning="warn" title={t('visitor.title')}>
          {t('visitor.text')}
        </Notice>
        <Facts facts={[[t('visitor.language'), languageIn(row.language, language)]]} />
      </section>
      <Section title={t('missing.title')}>
        <ul className="flex flex-col gap-3">
          {missing.map(({ level, actions }) => (
            <li key={level} className="flex gap-2.5">
              <ShieldAlert aria-hidden size="1.25em" strokeWidth={1.75} className="mt-0.5 shrink-0 text-warn" />
              <div>
                <p className="font-strong">{t(`missing.${level}`)}</p>
                <p className="text-13 text-ink-soft">
                  {t('missing.needed', { actions: actions.map((action) => t(`command.${action}`)).join(' · ') })}
                </p>
              </div>
            </li>
          ))}
        </ul>
        <p className="text-15 text-ink-soft">{t(row.topic === 'account' ? 'missing.account' : 'missing.here')}</p>
      </Section>
    </>
  )
}
