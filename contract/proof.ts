import { z } from 'zod'
import { block } from './block.ts'
import { receipt } from './receipt.ts'
import { route } from './route.ts'

export const readLedgerKeys = route({
  method: 'GET',
  path: '/api/ledger/keys',
  who: 'anyone',
  summary:
    "The operator's public keys (Ed25519), which sign sealed blocks and receipts. Keep them: a receipt is checked against them.",
  reply: z.object({
    /** The key that signs now. */
    current: z.string(),
    keys: z.array(z.object({ id: z.string(), publicKey: z.string(), pem: z.string() })),
  }),
})

export const readLedgerHead = route({
  method: 'GET',
  path: '/api/ledger/head',
  who: 'anyone',
  summary: 'The newest sealed block. Whoever notes it down can prove later that nothing before it was rewritten.',
  reply: z.object({ head: block.nullable() }),
})

export const readLedgerBlock = route({
  method: 'GET',
  path: '/api/ledger/blocks/:number',
  who: 'anyone',
  summary: 'The head of one sealed block.',
  params: z.object({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  reply: block,
  refusals: ['not_found'],
})

export const readReceipt = route({
  method: 'GET',
  path: '/api/payments/:id/receipt',
  who: 'customer',
  summary:
    "The receipt of one's own payment, which proves itself to anybody. For some seconds after a payment it is not sealed yet: ask again.",
  params: z.object({ id: z.uuid() }),
  query: z.object({
    /** Whether the balance after the payment is part of the receipt. */
    balance: z.enum(['hidden', 'shown']).default('hidden'),
  }),
  reply: z.discriminatedUnion('state', [
    z.object({ state: z.literal('sealed'), receipt }),
    z.object({ state: z.literal('not_sealed_yet'), askAgainInSeconds: z.int() }),
  ]),
  refusals: ['signin_required', 'not_found'],
})
