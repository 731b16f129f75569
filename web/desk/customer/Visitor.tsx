import type { InboxRow } from '../../../contract/desk.ts'
import { languageIn } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'

/** Somebody from the operator's site who is not signed in: what the agent may not tell, and nothing to act on. */
export function Visitor({ row }: { row: InboxRow }) {
  const { t, language } = useWords('desk')
  return (
    <section aria-label={t('visitor.label')} className="flex flex-col gap-4 px-4 py-4">
      <p className="text-17 font-bold">{row.customerName}</p>
      <Notice meaning="warn" title={t('visitor.title')}>
        {t('visitor.text')}
      </Notice>
      <Facts facts={[[t('visitor.language'), languageIn(row.language, language)]]} />
    </section>
  )
}
