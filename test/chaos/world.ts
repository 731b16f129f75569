import { randomBytes, randomUUID } from 'node:crypto'
import type { Target } from '../../contract/payments.ts'
import { createCustomer } from '../../server/identity/customer.ts'
import { systemSecrets } from '../../server/identity/secrets.ts'
import { startSession } from '../../server/identity/session.ts'
import { openAccount, openOperatorAccounts } from '../../server/ledger/accounts.ts'
import { postEntry } from '../../server/ledger/ledger.ts'
import { createCheckout } from '../../server/merchants/checkout.ts'
import { createMerchant, newApiKey, staticQr } from '../../server/merchants/merchant.ts'
import { type Clock, systemClock } from '../../server/platform/clock.ts'
import type { Sql } from '../../server/platform/database.ts'
import { createIds } from '../../server/platform/ids.ts'

export const pin = '805917'
const shopCount = 3
/** What shops pay for each payment, in hundredths of a per cent. */
const shopFeeBasisPoints = 70
/** Little enough that some payments are refused for it, much enough that most are not. */
const openingMinor = 60_000_00n

export type Customer = { id: string; accountId: string; phone: string; cookie: string }
export type World = { customers: Customer[]; targets: Target[]; checkouts: string[]; feesAccountId: string }

const usual = { clock: systemClock as Clock, customers: 24, checkouts: 60 }

/** Customers with money and sessions, shops with codes on their walls that pay a fee, and checkouts to quarrel about. */
export async function prepareWorld(sql: Sql, owner: Sql, secretKey: Buffer, size = usual): Promise<World> {
  const { clock } = size
  const ids = createIds(clock)
  await openOperatorAccounts(sql, ids, clock.now())
  await owner`insert into fee_version values (2, '2026-01-02T00:00:00Z')`
  await owner`
    insert into fee select 2, kind, payer, fixed, case kind when 'shop' then ${shopFeeBasisPoints} else 0 end, currency
    from fee where version = 1`
  const shops = await sql.begin((tx) =>
    Promise.all(
      Array.from({ length: shopCount }, (_, index) =>
        createMerchant(tx, clock, ids, {
          name: `Toko ${index}`,
          city: 'Bandung',
          category: '5411',
          apiKey: newApiKey(randomBytes),
          webhook: null,
        }),
      ),
    ),
  )
  const customers: Customer[] = []
  for (let index = 0; index < size.customers; index += 1)
    customers.push(await addCustomer(sql, clock, secretKey, index))
  const checkouts: string[] = []
  for (let index = 0; index < size.checkouts; index += 1) {
    const deps = { sql, clock, ids, random: randomBytes, publicUrl: 'http://127.0.0.1' }
    const actor = { kind: 'merchant', merchantId: shops[index % shopCount]!.id } as const
    const body = { reference: `ORDER-${index}`, amount: '500', expiresInSeconds: 86_400 }
    const checkout = await createCheckout(deps, actor, randomUUID(), body)
    if ('refused' in checkout) throw new Error(`no checkout: ${checkout.refused}`)
    checkouts.push(checkout.id)
  }
  const people = customers.map(({ phone }): Target => ({ kind: 'phone', phone }))
  const codes = shops.map((shop): Target => ({ kind: 'qris', payload: staticQr(shop) }))
  const fees = { id: ids(), purpose: 'fees', ownerId: null, currency: 'IDR', floor: 0n, openedAt: clock.now() } as const
  return { customers, targets: [...people, ...codes, ...codes], checkouts, feesAccountId: await openAccount(sql, fees) }
}

async function addCustomer(sql: Sql, clock: Clock, secretKey: Buffer, index: number): Promise<Customer> {
  const ids = createIds(clock)
  const createdAt = clock.now()
  const phone = `+62811${1_000_000 + index}`
  return sql.begin(async (tx) => {
    const customer = { name: `Pelanggan ${index}`, phone, language: 'id', passwordHash: '-', pin, createdAt } as const
    const { id, accountId } = (await createCustomer(tx, { ids, secretKey }, customer))!
    const session = { customerId: id, device: 'chaos', now: createdAt }
    const token = await startSession(tx, { ids, secrets: systemSecrets }, session)
    const opening = { id: ids(), purpose: 'opening', ownerId: null, currency: 'IDR', floor: null } as const
    const legs = [
      { accountId: await openAccount(tx, { ...opening, openedAt: createdAt }), amountMinor: -openingMinor },
      { accountId, amountMinor: openingMinor },
    ]
    await postEntry(tx, clock, { id: ids(), kind: 'opening', legs })
    return { id, accountId, phone, cookie: `dompet_session=${token}` }
  })
}
