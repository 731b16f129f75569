import { useEffect, useState } from 'react'
import type { startSignup } from '../../../../contract/identity.ts'
import type { Reply } from '../../../../contract/route.ts'
import { CodeField } from '../../../ui/fields/CodeField.tsx'
import { useWords } from '../../../ui/i18n/setup.ts'
import { RefusedError } from '../../../ui/net/api.ts'
import { Button } from '../../../ui/parts/Button.tsx'
import { sayNumber } from '../../../ui/phone.ts'
import { explainable } from '../../../ui/refusal/explainable.ts'
import { RefusalCard } from '../../../ui/refusal/RefusalCard.tsx'
import { useFormStep } from '../../app/nextStep.ts'

type CodeStepProps = {
  challenge: Reply<typeof startSignup>
  code: string
  onCode: (code: string) => void
  busy: boolean
  fault: Error | null
  /** The refusal has been read. */
  onMend: () => void
  onComplete: (code: string) => void
  onResend: () => void
  resending: boolean
  onOtherNumber: () => void
}

export function CodeStep(props: CodeStepProps) {
  const { challenge, code, onCode, busy, fault, onComplete, onResend, resending, onOtherNumber, onMend } = props
  const { t } = useWords('customer')
  const unsent = fault instanceof RefusedError && fault.code === 'sms_unreachable'
  const next = useFormStep(onMend, { new_code: onResend, ...(unsent ? { try_again: onResend } : {}) })
  const wait = useCountdown(challenge.challengeId, challenge.resendAfterSeconds)
  return (
    <>
      <p>{t('signup.code_about', { phone: sayNumber(challenge.phone) })}</p>
      <CodeField label={t('signup.code')} value={code} onChange={onCode} onComplete={onComplete} autoFocus />
      <p role="status" className="text-15 text-ink-soft empty:hidden">
        {busy && t('signup.code_checking')}
      </p>
      {fault && !busy && <RefusalCard refusal={explainable(fault)} onNext={next} />}
      <div className="flex flex-col items-start gap-2">
        <Button
          busy={resending ? t('signup.sending') : undefined}
          withheld={wait > 0 ? t('signup.resend_wait', { count: wait }) : undefined}
          onClick={onResend}
        >
          {t('signup.resend')}
        </Button>
        <Button tone="plain" onClick={onOtherNumber}>
          {t('signup.other_number')}
        </Button>
      </div>
    </>
  )
}

/** Seconds left, counted again for each new `of`. */
function useCountdown(of: string, fromSeconds: number): number {
  const [left, setLeft] = useState(fromSeconds)
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts anew for each code that was sent
  useEffect(() => {
    const endsAt = Date.now() + fromSeconds * 1000
    const count = () => setLeft(Math.max(0, Math.ceil((endsAt - Date.now()) / 1000)))
    count()
    const timer = setInterval(count, 1000)
    return () => clearInterval(timer)
  }, [of, fromSeconds])
  return left
}
