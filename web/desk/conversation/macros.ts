import { useQuery } from '@tanstack/react-query'
import type { Language } from '../../../contract/identity.ts'
import { listMacros } from '../../../contract/macros.ts'
import { formatMoney } from '../../ui/money.ts'
import { reading } from '../../ui/net/query.ts'
import { formatWhen, operatorZone } from '../../ui/time.ts'
import { useCasePayment } from '../customer/WhyHere.tsx'
import { useMe } from '../frame/me.ts'
import { useCase } from './case.ts'
import type { MacroValues } from './gaps.ts'

/** They change a few times a month. */
const staleMs = 5 * 60_000

export function useMacros() {
  return useQuery({ ...reading(listMacros, {}), staleTime: staleMs })
}

/** What this conversation fills gaps with, told in the language of the macro. */
export function useMacroValues(caseId: string, language: Language): MacroValues {
  const me = useMe().data
  const opened = useCase(caseId).data
  const payment = useCasePayment(caseId, opened?.paymentId ?? null).data
  return {
    ...(me ? { agent_name: me.name } : {}),
    ...(opened ? { customer_name: opened.row.customerName, case_number: opened.row.number } : {}),
    ...(payment?.amount ? { amount: formatMoney(payment.amount, language) } : {}),
    ...(payment?.counterparty ? { payee: payment.counterparty } : {}),
    ...(payment
      ? { reference: payment.reference, payment_time: formatWhen(payment.at, language, new Date(), operatorZone) }
      : {}),
  }
}
