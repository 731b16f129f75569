import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Snowflake } from 'lucide-react'
import { useState } from 'react'
import { freezeMe } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button, buttonClass } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Sheet } from '../../ui/parts/Sheet.tsx'
import { PictureShield } from '../../ui/pictures/Shield.tsx'
import { explainable } from '../../ui/refusal/explainable.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { useFormStep } from '../app/nextStep.ts'
import { Screen } from '../app/Screen.tsx'
import { takeCustomer, useMe } from '../session/me.ts'

const consequences = ['freeze.out', 'freeze.in', 'freeze.open', 'freeze.back'] as const

/** Stop everything that leaves the account, at once; only verified staff open it again. Asked twice. */
export function Freeze() {
  const { t } = useWords('customer')
  const me = useMe().data
  const [asking, setAsking] = useState(false)
  const freezing = useMutation({
    mutationFn: () => call(freezeMe, { body: {} }),
    onSuccess: takeCustomer,
    onSettled: () => setAsking(false),
  })
  const next = useFormStep(() => freezing.reset())
  if (me?.state === 'frozen') return <Frozen />
  return (
    <Screen
      title={t('settings.freeze')}
      backTo="/settings"
      foot={
        <Button tone="danger" wide icon={Snowflake} onClick={() => setAsking(true)}>
          {t('freeze.button')}
        </Button>
      }
    >
      <PictureShield />
      <p className="text-20 leading-title font-strong">{t('freeze.when')}</p>
      <ul className="flex list-disc flex-col gap-3 pl-6 marker:text-accent">
        {consequences.map((words) => (
          <li key={words} className="pl-1">
            {t(words)}
          </li>
        ))}
      </ul>
      {freezing.error && <RefusalCard refusal={explainable(freezing.error)} onNext={next} />}
      <Sheet
        open={asking}
        onClose={() => setAsking(false)}
        title={t('freeze.sure')}
        about={t('freeze.sure_about')}
        foot={
          <>
            <Button
              tone="danger"
              wide
              busy={freezing.isPending ? t('freeze.busy') : undefined}
              onClick={() => freezing.mutate()}
            >
              {t('freeze.yes')}
            </Button>
            <Button wide onClick={() => setAsking(false)}>
              {t('freeze.no')}
            </Button>
          </>
        }
      >
        <p>{t('freeze.back')}</p>
      </Sheet>
    </Screen>
  )
}

function Frozen() {
  const { t } = useWords('customer')
  return (
    <Screen
      title={t('notice.frozen_title')}
      backTo="/settings"
      foot={
        <Link to="/help/chat" className={buttonClass('primary', true)}>
          {t('help.person')}
        </Link>
      }
    >
      <PictureShield />
      <Notice meaning="info" title={t('notice.frozen_title')}>
        {t('notice.frozen_text')}
      </Notice>
    </Screen>
  )
}
