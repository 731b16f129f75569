import { createHash, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Clock, Ids } from '../clock.ts'
import { openMessageStore } from './messages.sql.ts'
import { receiptFields } from './receipt.ts'
import { phoneKey, readSegment, readText, type Segment } from './segment.ts'
import { type Pdu, type Session, smpp, status } from './smpp.ts'

const SESSIONS_MAX = 50
/** A session that says nothing for this long, not even enquire_link, is cut off. */
const SILENCE_MAX_MS = 300_000
const RECEIPT_ANSWER_MS = 30_000
const MESSAGE_ID_DIGITS = 16
const STOP_WAIT_MS = 2_000

type Bind = 'bind_transceiver' | 'bind_transmitter' | 'bind_receiver'
/** Which binds may submit and which are given receipts (SMPP 3.4, 2.2.1). */
const rights: Record<Bind, { submits: boolean; receives: boolean }> = {
  bind_transceiver: { submits: true, receives: true },
  bind_transmitter: { submits: true, receives: false },
  bind_receiver: { submits: false, receives: true },
}

export interface CentreOptions {
  dir: string
  host: string
  port: number
  systemId: string
  password: string
  clock: Clock
  ids: Ids
}

export type MessageCentre = Awaited<ReturnType<typeof startMessageCentre>>

/**
 * Starts the message centre: SMPP 3.4 on `host:port` (port 0: any free one). Every submit_sm is on disk before it is
 * answered. Delivery receipts asked for are owed until a receiving session acknowledges them, across restarts too.
 */
export async function startMessageCentre(options: CentreOptions) {
  const store = openMessageStore(options.dir)
  const bound = new Map<Session, Bind>()
  const sessions = new Set<Session>()
  /** Receipts sent and not yet acknowledged, with the session that has them. */
  const underWay = new Map<string, Session>()

  function accept(session: Session): void {
    session.on('error', () => session.destroy())
    session.on('close', () => {
      sessions.delete(session)
      bound.delete(session)
      for (const [messageId, holder] of underWay) if (holder === session) underWay.delete(messageId)
    })
    sessions.add(session)
    session.socket.setTimeout(SILENCE_MAX_MS, () => session.destroy())
    session.on('pdu', (pdu: Pdu) => {
      if (!pdu.isResponse()) answer(session, pdu)
    })
    if (sessions.size > SESSIONS_MAX) session.destroy()
  }

  function answer(session: Session, pdu: Pdu): void {
    if (pdu.command === 'submit_sm') submit(session, pdu)
    else if (isBind(pdu.command)) bind(session, pdu, pdu.command)
    else if (pdu.command === 'enquire_link' || pdu.command === 'unbind') session.send(pdu.response())
    else session.send(nack(pdu))
    if (pdu.command === 'unbind') session.close()
  }

  function bind(session: Session, pdu: Pdu, command: Bind): void {
    const command_status = decideBind(pdu, options, bound.has(session))
    session.send(pdu.response({ command_status, system_id: 'SANDBOX' }))
    if (command_status === status.ok) {
      bound.set(session, command)
      giveReceipts()
    } else if (command_status !== status.alreadyBound) {
      session.close()
    }
  }

  function submit(session: Session, pdu: Pdu): void {
    const segment = readSegment(pdu)
    const command_status = decideSubmit(pdu, segment, bound.get(session), store.throttled())
    if (segment === null || command_status !== status.ok) {
      session.send(pdu.response({ command_status }))
      return
    }
    const messageId = options.ids.digits(MESSAGE_ID_DIGITS)
    store.store({
      messageId,
      to: phoneKey(pdu.destination_addr ?? ''),
      from: pdu.source_addr ?? '',
      segment,
      text: readText(pdu),
      receiptWanted: wantsReceipt(pdu.registered_delivery ?? 0),
      submittedAt: options.clock(),
    })
    session.send(pdu.response({ message_id: messageId }))
    giveReceipts()
  }

  function giveReceipts(): void {
    const receiver = [...bound].find(([, boundAs]) => rights[boundAs].receives)?.[0]
    if (receiver === undefined) return
    for (const owed of store.owedReceipts()) {
      if (underWay.has(owed.messageId)) continue
      underWay.set(owed.messageId, receiver)
      const giveUp = setTimeout(() => underWay.delete(owed.messageId), RECEIPT_ANSWER_MS).unref()
      receiver.deliver_sm(receiptFields(owed, options.clock()), (answered) => {
        clearTimeout(giveUp)
        underWay.delete(owed.messageId)
        if (answered.command_status === status.ok) store.receiptGiven(owed.messageId)
      })
    }
  }

  const server = smpp.createServer(accept)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })

  return {
    port: (server.address() as AddressInfo).port,
    /** Last messages, newest first, of one number (any spelling) or of all. */
    list: (number: string | null, limit: number) => store.list(number === null ? null : phoneKey(number), limit),
    throttled: () => store.throttled(),
    setThrottled: (on: boolean) => store.setThrottled(on),
    /** Asks bound sessions to unbind, then closes; what was acknowledged is on disk. */
    async stop(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const session of sessions) {
        if (bound.has(session)) session.unbind({}, () => session.close())
        else session.destroy()
      }
      const impatience = setTimeout(() => {
        for (const session of sessions) session.destroy()
      }, STOP_WAIT_MS)
      await closed
      clearTimeout(impatience)
      store.close()
    },
  }
}

function isBind(command: string): command is Bind {
  return Object.hasOwn(rights, command)
}

function nack(pdu: Pdu): Pdu {
  return new smpp.PDU('generic_nack', { command_status: status.invalidCommand, sequence_number: pdu.sequence_number })
}

/** Answers the command_status of a submit_sm, first refusal first. */
function decideSubmit(pdu: Pdu, segment: Segment | null, boundAs: Bind | undefined, throttled: boolean): number {
  if (boundAs === undefined || !rights[boundAs].submits) return status.wrongBindState
  if (throttled) return status.throttled
  if (phoneKey(pdu.destination_addr ?? '') === '') return status.invalidDestination
  if (segment === null) return status.invalidEsmClass
  return status.ok
}

/** Answers the command_status of a bind. */
function decideBind(pdu: Pdu, expected: { systemId: string; password: string }, alreadyBound: boolean): number {
  if (alreadyBound) return status.alreadyBound
  if (!sameSecret(pdu.system_id ?? '', expected.systemId)) return status.wrongSystemId
  if (!sameSecret(pdu.password ?? '', expected.password)) return status.wrongPassword
  return status.ok
}

function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** SMPP 3.4, 5.2.17: bits 0–1 ask for a receipt on any outcome (01) or on failure only (10); 5.0 adds success only (11). */
function wantsReceipt(registeredDelivery: number): boolean {
  const asked = registeredDelivery & 0b11
  return asked === 0b01 || asked === 0b11
}
