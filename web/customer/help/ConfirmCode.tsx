import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { TimelineEvent } from '../../../contract/chat.ts'
import { confirmCode } from '../../../contract/console.ts'
import { CodeField } from '../../ui/fields/CodeField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { explainBriefly } from '../../ui/refusal/explain.ts'
import { explainable } from '../../ui/refusal/explainable.ts'

/** As long as the code itself is good; see server/cases/customer-code.ts. */
const codeAgeMs = 10 * 60_000

/** Whether a code that was sent because of this conversation waits to be entered. */
export function awaitsCode(events: readonly TimelineEvent[], now: Date): boolean {
  const last = events.findLast(({ action }) => action === 'send_code' || action === 'code_confirmed')
  return last?.action === 'send_code' && now.getTime() - Date.parse(last.at) < codeAgeMs
}

/** The customer proves to hold the registered number, here and nowhere else. */
export function ConfirmCode({ caseId }: { caseId: string }) {
  const { t } = useWords('customer')
  const refusals = useWords('refusals')
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: (typed: string) => call(confirmCode, { params: { caseId }, body: { code: typed } }),
    onError: () => setCode(''),
  })
  const fault = confirm.error && explainBriefly(refusals, explainable(confirm.error))
  return (
    <section
      aria-label={t('chat.confirm_title')}
      className="mx-gutter my-3 flex flex-col gap-3 rounded-card border border-line bg-surface p-4"
    >
      <h2 className="text-17 font-bold">{t('chat.confirm_title')}</h2>
      <p className="text-15">{t('chat.confirm_about')}</p>
      <CodeField
        label={t('chat.confirm_code')}
        value={code}
        onChange={setCode}
        onComplete={(typed) => !confirm.isPending && confirm.mutate(typed)}
        {...(fault ? { fault } : {})}
      />
      <p role="status" className="text-15 text-ink-soft empty:hidden">
        {confirm.isPending && t('chat.confirm_busy')}
      </p>
    </section>
  )
}
