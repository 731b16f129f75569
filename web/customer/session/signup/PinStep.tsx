import { PinPad } from '../../../ui/fields/PinPad.tsx'
import { useWords } from '../../../ui/i18n/setup.ts'
import { Button } from '../../../ui/parts/Button.tsx'
import { explainable } from '../../../ui/refusal/explainable.ts'
import { RefusalCard } from '../../../ui/refusal/RefusalCard.tsx'
import { useFormStep } from '../../app/nextStep.ts'

type PinStepProps = {
  about: string
  pin: string
  onPin: (pin: string) => void
  onComplete: (pin: string) => void
  busy?: boolean
  /** The second PIN is not the first. */
  differs?: boolean
  onStartOver?: () => void
  fault?: Error | null
  /** The refusal has been read. */
  onMend?: () => void
}

export function PinStep({ about, pin, onPin, onComplete, busy, differs, onStartOver, fault, onMend }: PinStepProps) {
  const { t } = useWords('customer')
  const next = useFormStep(onMend ?? (() => {}))
  return (
    <>
      {fault && <RefusalCard refusal={explainable(fault)} onNext={next} />}
      <PinPad
        label={about}
        value={pin}
        onChange={onPin}
        onComplete={onComplete}
        busy={busy ? t('signup.finishing') : undefined}
        fault={differs ? t('signup.pin_differs') : undefined}
      />
      {differs && onStartOver && (
        <Button tone="primary" wide onClick={onStartOver}>
          {t('signup.pin_start_over')}
        </Button>
      )}
    </>
  )
}
