import { useNavigate } from '@tanstack/react-router'
import type { Money } from '../../../contract/money.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import type { NextStep, NextTarget } from '../../ui/refusal/explain.ts'
import { guestHelpPath } from '../help/guestHelp.ts'
import { presence } from '../session/presence.ts'

/** Next steps that a screen takes itself; all others lead to the same place from everywhere. */
export type OwnSteps = Partial<Record<NextTarget, (step: NextStep) => void>>

/** Takes the next step of a refusal: `<RefusalCard onNext={next} onAsk={ask} …>`. */
export function useNextStep(own: OwnSteps = {}) {
  const navigate = useNavigate()
  const { language } = useWords()
  return (step: NextStep) => {
    const mine = own[step.target]
    if (mine) return mine(step)
    switch (step.target) {
      case 'add_money':
        return navigate({ to: '/add-money', search: missing(step) })
      case 'ask_person':
        return presence() === 'in' ? navigate({ to: '/help/chat' }) : location.assign(guestHelpPath(language))
      case 'see_history':
        return navigate({ to: '/history' })
      case 'see_limits':
        return navigate({ to: '/settings/limits' })
      case 'sign_in':
        return navigate({ to: '/signin', search: { back: location.pathname } })
      case 'scan':
        return navigate({ to: '/scan' })
      case 'choose_pin':
        return navigate({ to: '/settings/pin' })
      case 'choose_password':
        return navigate({ to: '/settings/password' })
      case 'reload':
        return location.reload()
      default:
        return navigate({ to: '/' })
    }
  }
}

/** Next steps of a refusal within a form: what is to be mended stands in the form itself, so the refusal makes room. */
export function useFormStep(makeRoom: () => void, own: OwnSteps = {}) {
  const here = { try_again: makeRoom, close: makeRoom, change_payee: makeRoom, choose_pin: makeRoom }
  return useNextStep({ ...here, choose_password: makeRoom, enter_pin: makeRoom, new_code: makeRoom, ...own })
}

function missing(step: NextStep): { amount?: string } {
  const money = step.figures.missing as Money | undefined
  return money ? { amount: money.amount } : {}
}
