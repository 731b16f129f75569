import { useState } from 'react'
import type { Target } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { newKey } from '../../ui/net/keys.ts'
import { Screen } from '../app/Screen.tsx'
import { useSteps } from '../app/steps.ts'
import { useMe } from '../session/me.ts'
import { AttemptBanner } from './AttemptBanner.tsx'
import { CameraView } from './CameraView.tsx'
import { PastedCode } from './PastedCode.tsx'
import { PayFlow } from './PayFlow.tsx'
import { PictureOfCode } from './PictureOfCode.tsx'
import { readScanned } from './scanned.ts'

/** Pay by a code: camera, a picture of it, or its text. */
export function Scan() {
  const { t } = useWords('customer')
  const me = useMe()
  const { step, go, back } = useSteps<'scan' | 'pay'>('scan')
  const [found, setFound] = useState<{ id: string; target: Target } | null>(null)

  function take(text: string) {
    const target = readScanned(text)
    if (!target) return
    setFound({ id: newKey(), target })
    go('pay')
  }

  if (step === 'pay' && found) {
    return <PayFlow key={found.id} target={found.target} backTo="/" onOther={back} onBack={back} />
  }
  return (
    <Screen title={t('scan.title')} backTo="/">
      {me.data && <AttemptBanner customerId={me.data.id} />}
      <CameraView onText={take} />
      <PictureOfCode onText={take} />
      <PastedCode onText={take} />
    </Screen>
  )
}
