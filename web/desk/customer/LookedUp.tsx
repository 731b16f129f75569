import { useQuery } from '@tanstack/react-query'
import { readDeskCustomer } from '../../../contract/console.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { lookedAt } from '../conversation/case.ts'
import { useMe } from '../frame/me.ts'
import { Problem } from '../parts/Problem.tsx'
import { AccessLog } from './AccessLog.tsx'
import { Devices } from './Devices.tsx'
import { EarlierCases } from './EarlierCases.tsx'
import { Person } from './Person.tsx'
import { StatementOf } from './StatementOf.tsx'
import { Transactions } from './Transactions.tsx'

/** A customer who was looked up: what the role may see of them. */
export function LookedUp({ customerId }: { customerId: string }) {
  const { t } = useWords('desk')
  const me = useMe().data
  const found = useQuery({ ...reading(readDeskCustomer, { params: { customerId } }), ...lookedAt })
  if (found.error)
    return (
      <div className="p-4">
        <Problem error={found.error} />
      </div>
    )
  if (!found.data) {
    return (
      <div className="p-4">
        <Waiting words={t('look.opening')}>
          <Skeleton className="h-32 w-full rounded-card" />
        </Waiting>
      </div>
    )
  }
  const { customer, cases } = found.data
  return (
    <>
      <Person customer={customer} />
      {customer.balance && <Transactions of={{ customerId }} customerLanguage={customer.language} />}
      {customer.balance && <StatementOf customerId={customerId} />}
      {me?.permissions.includes('case.work') && <EarlierCases cases={cases} />}
      <Devices devices={customer.devices} />
      <AccessLog entries={customer.accessLog} />
    </>
  )
}
