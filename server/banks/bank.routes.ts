import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { receiveTransfer } from '../../contract/banks.ts'
import * as contract from '../../contract/payments.ts'
import { creditTopUp, type TopUpDeps } from '../payments/topup.ts'
import { ConfigFault } from '../platform/config-fault.ts'
import type { Http } from '../platform/http.ts'
import {
  accountNumber,
  accountUnknown,
  amountInvalid,
  answerNotice,
  answerOutcome,
  type Caller,
  failed,
  inconsistent,
  type NoticeAnswer,
  paidMinor,
  type ReceivedNotice,
  readNotice,
} from './notice.ts'
import { readTimestamp } from './snap.ts'
import { createSnapClient, type SnapClient } from './snap-client.ts'
import { selectOwner } from './virtual-account.sql.ts'
import { openVirtualAccount } from './virtual-account.ts'

/** The bank speaks for all its customers from few addresses; its signature is what keeps others out. */
const noticesPerMinute = 6_000

export type BankSettings = {
  url: string
  name: string
  partnerId: string
  clientSecret: string
  serviceId: string
  publicKeyFile: string
  signingKeyFile: string
  timeoutMs?: number
}

export type BankDeps = TopUpDeps & { bank: BankSettings }

/**
 * The customer's virtual account, and what the bank tells us of it. Answers the client that speaks to the bank. Throws
 * where a key cannot be read.
 */
export async function registerBankRoutes(http: Http, deps: BankDeps): Promise<SnapClient> {
  const { bank: settings, sql, clock, ids } = deps
  const signingKey = readKey('BANK_SIGNING_KEY_FILE', settings.signingKeyFile, createPrivateKey)
  const publicKey = readKey('BANK_PUBLIC_KEY_FILE', settings.publicKeyFile, createPublicKey)
  const bank = createSnapClient({ ...settings, signingKey, clock, ids })
  const accounts = { sql, clock, ids, bank, bankName: settings.name, serviceId: settings.serviceId }
  http.serve(contract.openVirtualAccount, (_input, { actor }) => openVirtualAccount(accounts, actor))
  http.routes.push(receiveTransfer)
  await http.server.register(async (scope) =>
    registerNotices(scope, deps, { publicKey, partnerId: settings.partnerId }),
  )
  return bank
}

function readKey(variable: string, file: string, read: (pem: string) => KeyObject): KeyObject {
  try {
    return read(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it is no key in PEM'
    throw new ConfigFault([`${variable}: the key in ${file} cannot be read, ${why}`])
  }
}

/** A scope of its own: the signature covers the body's bytes, so here alone the body stays as it came. */
function registerNotices(scope: FastifyInstance, deps: BankDeps, caller: Caller): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status < 500) return send(reply, answerNotice(status, '00', 'Bad Request'))
    request.log.error({ err: error, requestId: request.id }, 'bank notification failed')
    return send(reply, failed)
  })
  scope.route({
    method: receiveTransfer.method,
    url: receiveTransfer.path,
    schema: {
      body: receiveTransfer.body,
      response: { 200: receiveTransfer.reply },
      summary: receiveTransfer.summary,
      tags: [receiveTransfer.who],
    },
    // The shape is judged after the signature, and refused in the bank's own words.
    validatorCompiler: () => (value) => ({ value }),
    config: { rateLimit: { max: noticesPerMinute, timeWindow: '1 minute' } },
    handler: async (request, reply) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const received = { path: request.url, headers: request.headers, rawBody }
      const answer = await receive(deps, caller, received)
      if (answer.http !== 200)
        request.log.warn({ requestId: request.id, answer: answer.body }, 'bank notification not taken')
      return send(reply, answer)
    },
  })
}

function send(reply: FastifyReply, { http, body }: NoticeAnswer) {
  return reply.code(http).header('content-type', 'application/json; charset=utf-8').send(body)
}

async function receive(deps: BankDeps, caller: Caller, received: ReceivedNotice): Promise<NoticeAnswer> {
  const notice = readNotice(caller, received, deps.clock.now())
  if ('http' in notice) return notice
  const virtualAccount = accountNumber(notice)
  if (!virtualAccount) return inconsistent
  const customerId = await selectOwner(deps.sql, virtualAccount)
  if (!customerId) return accountUnknown
  const amountMinor = paidMinor(notice)
  if (amountMinor === undefined) return amountInvalid
  const outcome = await creditTopUp(deps, {
    reference: notice.paymentRequestId,
    virtualAccount,
    customerId,
    amountMinor,
    bank: deps.bank.name,
    bankReference: notice.referenceNo ?? null,
    transferredAt: readTimestamp(notice.trxDateTime ?? '') ?? null,
  })
  return answerOutcome(notice, outcome)
}
