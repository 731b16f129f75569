import { useMutation } from '@tanstack/react-query'
import { FileText, Sheet } from 'lucide-react'
import { useState } from 'react'
import { readDeskCustomer } from '../../../contract/console.ts'
import { deskStatementCsv, deskStatementPdf } from '../../../contract/desk-statements.ts'
import { maximumStatementDays } from '../../../contract/statements.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { isoDay, operatorZone } from '../../ui/time.ts'
import { Problem } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'

const forms = [
  { form: 'pdf', path: deskStatementPdf.path, Icon: FileText },
  { form: 'csv', path: deskStatementCsv.path, Icon: Sheet },
] as const
const dayMs = 86_400_000

/** The customer's statement as a file; the customer sees that it was fetched. */
export function StatementOf({ customerId }: { customerId: string }) {
  const { t } = useWords('desk')
  const [to, setTo] = useState(() => isoDay(new Date(), operatorZone))
  const [from, setFrom] = useState(`${to.slice(0, 8)}01`)
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  const fault = !(days >= 1) ? 'backwards' : days > maximumStatementDays ? 'too_long' : null
  const query = new URLSearchParams({ from, to })
  // A browser cannot say why a download was refused: whether the account is still open is asked before.
  const asking = useMutation({
    mutationFn: (_link: HTMLAnchorElement) => call(readDeskCustomer, { params: { customerId } }),
    onSuccess: (_customer, link) => link.click(),
  })
  return (
    <Section title={t('statement.title')}>
      <div className="grid grid-cols-2 gap-2">
        <TextField type="date" label={t('statement.from')} value={from} max={to} onChange={setFrom} />
        <TextField type="date" label={t('statement.to')} value={to} min={from} onChange={setTo} />
      </div>
      {fault === null ? (
        <div className="flex flex-wrap gap-2">
          {forms.map(({ form, path, Icon }) => (
            <a
              key={form}
              href={`${path.replace(':customerId', customerId)}?${query}`}
              download
              onClick={(event) => {
                if (!event.isTrusted) return
                event.preventDefault()
                if (!asking.isPending) asking.mutate(event.currentTarget)
              }}
              className={buttonClass('quiet')}
            >
              <Icon aria-hidden size="1.2em" strokeWidth={1.75} />
              {t(`statement.${form}`)}
            </a>
          ))}
        </div>
      ) : (
        <p role="alert">{t(`statement.${fault}`, { days: maximumStatementDays })}</p>
      )}
      {asking.error && <Problem error={asking.error} />}
      <p className="text-13 text-ink-soft">{t('statement.seen')}</p>
    </Section>
  )
}
