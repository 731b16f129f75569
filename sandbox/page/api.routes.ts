import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { faultNames } from '../bank/bank.ts'
import type { Transfer } from '../bank/book.ts'
import { parseRupiah, snapAmount } from '../bank/money.ts'
import { bookingFaults } from '../bank/statement.ts'
import { findCode } from '../sms/segment.ts'
import type { World } from '../world.ts'
import { describeAnswer } from './bank.page.ts'

const SHOWN_MAX = 200
const ATTEMPTS_SHOWN = 20

const listQuery = z.object({
  to: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(SHOWN_MAX).default(50),
})
const transferBody = z.object({
  virtualAccountNo: z.string().max(40),
  amount: z.union([z.string().max(20), z.int()]).transform(String),
  fromAccountNo: z.string().max(20).optional(),
})
const historyBody = z.object({
  transfers: z
    .array(
      z.object({
        paymentRequestId: z.string().min(1).max(35),
        referenceNo: z.string().min(1).max(35),
        virtualAccountNo: z.string().regex(/^\d{9,28}$/),
        payer: z.string().min(1).max(70),
        amount: z
          .string()
          .transform(parseRupiah)
          .refine((minor) => minor !== null),
        madeAt: z.iso.datetime().transform((text) => new Date(text)),
        faults: z.array(z.enum(bookingFaults)),
      }),
    )
    .max(500),
})
const faultsBody = z.partialRecord(z.enum(faultNames), z.boolean())
const throttledBody = z.strictObject({ throttled: z.boolean() })

/** The sandbox for programs: what arrived, and the levers of the bank. Malformed input is answered with 400. */
export function registerSandboxApi(app: FastifyInstance, world: World): void {
  const { centre, inbox, bank } = world

  app.get('/sandbox/api/sms', (request, reply) => {
    const query = listQuery.safeParse(request.query)
    if (!query.success) return refuse(reply, 400, 'malformed')
    const messages = centre.list(query.data.to ?? null, query.data.limit)
    return reply.send({ messages: messages.map((message) => ({ ...message, code: findCode(message.text) })) })
  })
  app.get('/sandbox/api/sms/faults', (_request, reply) => reply.send({ throttled: centre.throttled() }))
  app.put('/sandbox/api/sms/faults', (request, reply) => {
    const body = throttledBody.safeParse(request.body)
    if (!body.success) return refuse(reply, 400, 'malformed')
    centre.setThrottled(body.data.throttled)
    return reply.send({ throttled: centre.throttled() })
  })

  app.get('/sandbox/api/mail', (request, reply) => {
    const query = listQuery.safeParse(request.query)
    if (!query.success) return refuse(reply, 400, 'malformed')
    const mails = inbox.list(query.data.to?.trim() ?? null, query.data.limit)
    return reply.send({ mails: mails.map((mail) => ({ ...mail, code: findCode(mail.text) })) })
  })

  app.get('/sandbox/api/bank', (_request, reply) =>
    reply.send({
      accounts: bank.store.accounts().map(({ balanceMinor, ...account }) => ({
        ...account,
        balance: snapAmount(balanceMinor),
      })),
      virtualAccounts: bank.store.virtualAccounts(SHOWN_MAX).map(({ totalMinor, ...va }) => ({
        ...va,
        total: totalMinor === null ? null : snapAmount(totalMinor),
      })),
      transfers: bank.store.transfers(SHOWN_MAX).map((transfer) => describeTransfer(world, transfer)),
    }),
  )
  app.post('/sandbox/api/bank/transfers', (request, reply) => {
    const body = transferBody.safeParse(request.body)
    if (!body.success) return refuse(reply, 400, 'malformed')
    const made = bank.makeTransfer(body.data)
    if ('refusal' in made) return refuse(reply, 422, made.refusal)
    return reply.code(201).send({ transfer: describeTransfer(world, made.transfer) })
  })
  app.put('/sandbox/api/bank/history', (request, reply) => {
    const body = historyBody.safeParse(request.body)
    if (!body.success) return refuse(reply, 400, 'malformed')
    bank.rewriteHistory(
      body.data.transfers.map(({ virtualAccountNo, amount, ...past }) => ({
        ...past,
        vaNo: virtualAccountNo,
        amountMinor: amount!,
      })),
    )
    return reply.code(204).send()
  })
  app.get<{ Params: { id: string } }>('/sandbox/api/bank/transfers/:id', (request, reply) => {
    const transfer = bank.store.transfer(request.params.id)
    if (transfer === undefined) return refuse(reply, 404, 'not_found')
    return reply.send({ transfer: describeTransfer(world, transfer) })
  })
  app.post<{ Params: { id: string } }>('/sandbox/api/bank/transfers/:id/notify', (request, reply) =>
    bank.notifyAgain(request.params.id) ? reply.code(202).send({}) : refuse(reply, 409, 'not_given_up'),
  )
  app.post('/sandbox/api/bank/forged', async (request, reply) => {
    const body = transferBody.safeParse(request.body)
    if (!body.success) return refuse(reply, 400, 'malformed')
    const outcome = await bank.sendForged(body.data)
    return outcome === null ? refuse(reply, 422, 'virtual_account_unknown') : reply.send(outcome)
  })
  app.get('/sandbox/api/bank/faults', (_request, reply) => reply.send(bank.faults()))
  app.put('/sandbox/api/bank/faults', (request, reply) => {
    const body = faultsBody.safeParse(request.body)
    if (!body.success) return refuse(reply, 400, 'malformed')
    return reply.send(bank.setFaults(body.data))
  })
}

function refuse(reply: FastifyReply, status: number, code: string): FastifyReply {
  return reply.code(status).send({ code })
}

function describeTransfer({ bank }: World, { amountMinor, ...transfer }: Transfer) {
  const attempts = bank.store.attempts(transfer.paymentRequestId, ATTEMPTS_SHOWN)
  return {
    ...transfer,
    amount: snapAmount(amountMinor),
    attempts: attempts.map((attempt) => ({
      startedAt: attempt.startedAt,
      externalId: attempt.externalId,
      answer: describeAnswer(attempt),
    })),
  }
}
