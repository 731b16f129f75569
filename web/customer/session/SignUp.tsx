import { useMutation } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { finishSignup, startSignup, verifySignup } from '../../../contract/identity.ts'
import type { RefusalCode } from '../../../contract/refusals.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call, isUnclear, RefusedError } from '../../ui/net/api.ts'
import { Screen } from '../app/Screen.tsx'
import { useSteps } from '../app/steps.ts'
import { safeBack } from './back.ts'
import { enter } from './me.ts'
import { CodeStep } from './signup/CodeStep.tsx'
import { NameStep } from './signup/NameStep.tsx'
import { PasswordStep } from './signup/PasswordStep.tsx'
import { PhoneStep } from './signup/PhoneStep.tsx'
import { PinStep } from './signup/PinStep.tsx'

export type Step = 'phone' | 'code' | 'name' | 'password' | 'pin' | 'pin_again'
const steps: readonly Step[] = ['phone', 'code', 'name', 'password', 'pin', 'pin_again']

/** Refusals of the last step that are mended in an earlier one. */
const mendedIn: Partial<Record<RefusalCode, Step>> = {
  password_weak: 'password',
  pin_weak: 'pin',
  challenge_unknown: 'phone',
  challenge_expired: 'phone',
}

/** Opening an account, one question at a time: number, code, name, password, PIN twice. */
export function SignUp() {
  const { t, language } = useWords('customer')
  const router = useRouter()
  const { back } = useSearch({ from: '/signup' })
  const { step, go, back: stepBack } = useSteps<Step>('phone')
  const [typed, setTyped] = useState({ phone: '', code: '', name: '', password: '', pin: '', pinAgain: '' })
  const [challenge, setChallenge] = useState<Reply<typeof startSignup> | null>(null)
  const type = (part: Partial<typeof typed>) => setTyped((known) => ({ ...known, ...part }))

  const starting = useMutation({
    mutationFn: () => call(startSignup, { body: { phone: typed.phone, language } }),
    onSuccess: (sent) => {
      setChallenge(sent)
      type({ code: '' })
      verifying.reset()
      if (step === 'phone') go('code')
    },
  })
  const challengeId = challenge?.challengeId ?? ''
  const verifying = useMutation({
    mutationFn: (code: string) => call(verifySignup, { body: { challengeId, code } }),
    onSuccess: () => go('name'),
    onError: () => type({ code: '' }),
  })
  const finishing = useMutation({
    mutationFn: (pin: string) =>
      call(finishSignup, { body: { challengeId, name: typed.name.trim(), password: typed.password, pin } }),
    onSuccess: ({ id }) => {
      enter(id)
      router.history.replace(safeBack(back))
    },
    onError: (error) => {
      // Whether the account was opened is unknown: the very same is sent again, which opens it once.
      if (isUnclear(error)) return
      type({ pin: '', pinAgain: '' })
      const mend = error instanceof RefusedError ? mendedIn[error.code] : undefined
      go(mend ?? 'pin')
    },
  })
  const finishFault = finishing.error

  function forget() {
    starting.reset()
    verifying.reset()
    finishing.reset()
  }

  return (
    <Screen
      title={t(`signup.${step}_title`)}
      backTo="/"
      after={
        <span className="text-15 text-ink-soft tabular-nums">
          {t('signup.step', { step: steps.indexOf(step) + 1, of: steps.length })}
        </span>
      }
    >
      {step === 'phone' && (
        <PhoneStep
          phone={typed.phone}
          onPhone={(phone) => type({ phone })}
          busy={starting.isPending}
          fault={starting.error ?? challengeFault(finishFault)}
          onSend={() => {
            finishing.reset()
            starting.mutate()
          }}
          onMend={forget}
        />
      )}
      {step === 'code' && challenge && (
        <CodeStep
          challenge={challenge}
          code={typed.code}
          onCode={(code) => type({ code })}
          busy={verifying.isPending}
          fault={verifying.error ?? starting.error}
          onComplete={(code) => !verifying.isPending && verifying.mutate(code)}
          onResend={() => {
            // What was wrong with the last code would stand before what is said of the next one.
            verifying.reset()
            starting.mutate()
          }}
          resending={starting.isPending}
          onOtherNumber={stepBack}
          onMend={forget}
        />
      )}
      {step === 'name' && (
        <NameStep name={typed.name} onName={(name) => type({ name })} onNext={() => go('password')} />
      )}
      {step === 'password' && (
        <PasswordStep
          owner={typed}
          password={typed.password}
          onPassword={(password) => {
            finishing.reset()
            type({ password })
          }}
          fault={isCode(finishFault, 'password_weak') ? finishFault : null}
          onMend={forget}
          onNext={() => go('pin')}
        />
      )}
      {step === 'pin' && (
        <PinStep
          key="pin"
          about={t('signup.pin_about')}
          pin={typed.pin}
          onPin={(pin) => type({ pin })}
          fault={isCode(finishFault, 'password_weak') ? null : finishFault}
          onMend={forget}
          onComplete={() => {
            finishing.reset()
            type({ pinAgain: '' })
            go('pin_again')
          }}
        />
      )}
      {step === 'pin_again' && (
        <PinStep
          key="pin_again"
          about={t('signup.pin_again_about')}
          pin={typed.pinAgain}
          onPin={(pinAgain) => type({ pinAgain })}
          busy={finishing.isPending}
          differs={typed.pinAgain.length === 6 && typed.pinAgain !== typed.pin}
          fault={finishFault && !finishing.isPending && isUnclear(finishFault) ? finishFault : null}
          onMend={() => finishing.mutate(typed.pin)}
          onComplete={(pinAgain) => {
            if (pinAgain === typed.pin) finishing.mutate(pinAgain)
          }}
          onStartOver={() => {
            type({ pin: '', pinAgain: '' })
            stepBack()
          }}
        />
      )}
    </Screen>
  )
}

function isCode(error: Error | null, code: RefusalCode): error is RefusedError {
  return error instanceof RefusedError && error.code === code
}

function challengeFault(error: Error | null): Error | null {
  return isCode(error, 'challenge_unknown') || isCode(error, 'challenge_expired') ? error : null
}
