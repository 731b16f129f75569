import type { FastifyInstance, FastifyRequest } from 'fastify'
import { faultNames } from '../bank/bank.ts'
import { type TransferRefusal, transferRefusals } from '../bank/book.ts'
import type { World } from '../world.ts'
import { bankPage, describeAnswer } from './bank.page.ts'
import { type Notice, page } from './frame.ts'
import { field, sendPage, speechOf } from './reading.ts'
import type { Speech } from './speech.ts'

/** The bank's counter: its page and its forms. Each form leads back to the page, which says what happened. */
export function registerBankPages(app: FastifyInstance, world: World): void {
  const { bank } = world

  app.get('/sandbox/bank', (request, reply) => {
    const speech = speechOf(request)
    const notice = noticeOf(world, speech, request)
    const body = bankPage(speech, bank, { virtualAccountNo: field(request.query, 'va', 40) })
    return sendPage(
      reply,
      page(speech, { room: 'bank', title: speech.say('bankName'), url: request.url, notice, body }),
    )
  })
  app.post('/sandbox/bank/transfers', (request, reply) => {
    const virtualAccountNo = field(request.body, 'virtualAccountNo', 40)
    const amount = field(request.body, 'amount', 20)
    const made = bank.makeTransfer({
      virtualAccountNo,
      amount,
      fromAccountNo: field(request.body, 'fromAccountNo', 20),
    })
    const query =
      'refusal' in made
        ? `refused=${made.refusal}&va=${encodeURIComponent(virtualAccountNo)}`
        : `done=${made.transfer.paymentRequestId}`
    return reply.redirect(speechOf(request).link(`/sandbox/bank?${query}`), 303)
  })
  app.post('/sandbox/bank/forged', async (request, reply) => {
    const virtualAccountNo = field(request.body, 'virtualAccountNo', 40)
    const outcome = await bank.sendForged({ virtualAccountNo, amount: field(request.body, 'amount', 20) })
    const query = outcome === null ? 'forged=no' : 'forged=yes'
    return reply.redirect(speechOf(request).link(`/sandbox/bank?${query}`), 303)
  })
  app.post('/sandbox/bank/faults', (request, reply) => {
    bank.setFaults(Object.fromEntries(faultNames.map((name) => [name, field(request.body, name, 2) === 'on'])))
    return reply.redirect(speechOf(request).link('/sandbox/bank?saved=yes'), 303)
  })
  app.post<{ Params: { id: string } }>('/sandbox/bank/transfers/:id/notify', (request, reply) => {
    const again = bank.notifyAgain(request.params.id)
    return reply.redirect(speechOf(request).link(`/sandbox/bank?again=${again ? 'yes' : 'no'}`), 303)
  })
}

function noticeOf({ bank }: World, { say, rupiah }: Speech, request: FastifyRequest): Notice | null {
  const asked = (name: string) => field(request.query, name, 40)
  const refusal = transferRefusals.find((code): code is TransferRefusal => code === asked('refused'))
  if (refusal !== undefined) return { kind: 'bad', text: say(`refusal_${refusal}`), more: say('moneySafe') }
  const done = bank.store.transfer(asked('done'))
  if (done !== undefined) {
    const name = bank.store.virtualAccount(done.vaNo)?.name ?? done.vaNo
    return { kind: 'good', text: say('transferDone', { amount: rupiah(done.amountMinor), name }) }
  }
  if (asked('forged') === 'no') return { kind: 'bad', text: say('forgedImpossible'), more: say('moneySafe') }
  if (asked('forged') === 'yes') {
    const latest = bank.store.forgedAttempts(1)[0]
    const answer = latest === undefined ? null : describeAnswer(latest)
    return { kind: 'info', text: say('forgedDone', { answer: answer ?? say('noAnswer') }) }
  }
  if (asked('again') === 'yes') return { kind: 'good', text: say('notifyAgainDone') }
  if (asked('again') === 'no') return { kind: 'info', text: say('notifyAgainImpossible') }
  return asked('saved') === 'yes' ? { kind: 'good', text: say('faultsSaved') } : null
}
