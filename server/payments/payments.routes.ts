import { readMe } from '../../contract/identity.ts'
import {
  listPayments as listRoute,
  pay as payRoute,
  quotePayment as quoteRoute,
  readFees,
  readPayment as readRoute,
  resolvePayment as resolveRoute,
} from '../../contract/payments.ts'
import { readReceipt } from '../../contract/proof.ts'
import { toCustomer } from '../identity/customer.ts'
import { readSelf } from '../identity/me.ts'
import { hashToken } from '../identity/secrets.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Http } from '../platform/http.ts'
import type { Ids } from '../platform/ids.ts'
import { toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import type { SealKey } from '../platform/seal-key.ts'
import { selectPublishedFees } from '../policy/fees.sql.ts'
import { listOwnPayments, readPayment, resolvePayment } from './history.ts'
import type { Payments } from './payment.ts'
import { quotePayment } from './quote.ts'
import { issueReceipt } from './receipt.ts'
import { readStanding } from './standing.ts'

export type PaymentRouteDeps = { sql: Sql; clock: Clock; ids: Ids; payments: Payments; sealKey: SealKey }

export function registerPaymentRoutes(http: Http, { sql, clock, ids, payments, sealKey }: PaymentRouteDeps) {
  http.serveDeferred(payRoute, ({ body }, { sessionToken, idempotencyKey }) =>
    payments.pay({ ...body, note: body.note, again: body.again ?? false, sessionToken, idempotencyKey }),
  )

  http.serveDeferred(quoteRoute, async ({ body }, { sessionToken }) => {
    const tokenHash = hashToken(sessionToken)
    if (!tokenHash) return refuse('signin_required', {})
    return quotePayment({ sql, clock, ids }, { tokenHash, target: body.target, amount: body.amount })
  })

  http.serve(resolveRoute, ({ body }, { actor }) =>
    resolvePayment(sql, clock, ids, actor.customerId, body.idempotencyKey),
  )

  http.serve(listRoute, ({ query }, { actor }) => listOwnPayments(sql, actor.customerId, query))

  http.serve(readRoute, ({ params }, { actor }) => readPayment(sql, actor.customerId, params.id))

  http.serve(readReceipt, ({ params, query }, { actor }) =>
    issueReceipt(sql, sealKey, actor.customerId, { paymentId: params.id, balance: query.balance }),
  )

  http.serve(readFees, async () => {
    const { version, since, rows } = await selectPublishedFees(sql, clock.now())
    const fees = rows.map(({ kind, payer, fixed, basis_points }) => ({
      kind,
      payer,
      fixed: toMoney(fixed, 'IDR'),
      basisPoints: basis_points,
    }))
    return { version, since: since.toISOString(), fees }
  })

  http.serve(readMe, async (_input, { actor }) => {
    const row = await readSelf(sql, actor)
    return { ...toCustomer(row, clock.now()), ...(await readStanding(sql, clock, row)) }
  })
}
