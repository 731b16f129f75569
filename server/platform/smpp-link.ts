import smpp, { type Pdu, type Session } from 'smpp'
import type { Log } from './log.ts'

/** Pauses before each further try to reach the centre; the last one repeats. */
const reconnectPausesMs = [100, 250, 500, 1_000, 2_000, 5_000]
const bindTimeoutMs = 5_000
/** How long a message waits for a link that is just being made. */
const bindWaitMs = 1_500
const answerTimeoutMs = 10_000
const enquirePeriodMs = 30_000
const unbindTimeoutMs = 1_000
const interfaceVersion = 0x34
const statusOk = 0

export type LinkOptions = { host: string; port: number; systemId: string; password: string; log: Log }

/** `status` is the centre's command_status. `unbound`: nothing was sent; `lost` and `silent`: nobody knows. */
export type LinkAnswer = { status: number } | 'unbound' | 'lost' | 'silent'

/** The session in use, and whom to tell when it breaks under a message. */
type Bound = { session: Session; underWay: Set<() => void> }

export type SmppLink = {
  submit(fields: Record<string, unknown>): Promise<LinkAnswer>
  close(): Promise<void>
}

/** Keeps one transceiver bound to a message centre (SMPP 3.4): connects again when it is lost, and asks whether it lives. */
export function openSmppLink({ host, port, systemId, password, log }: LinkOptions): SmppLink {
  let bound: Bound | undefined
  let opening: Session | undefined
  let failures = 0
  let closed = false
  let reconnect: NodeJS.Timeout | undefined
  const waiting = new Set<() => void>()
  connect()

  function connect() {
    const session = smpp.connect({ host, port })
    opening = session
    const impatience = setTimeout(() => session.destroy(), bindTimeoutMs)
    session.on('error', () => session.destroy())
    session.on('pdu', (pdu: Pdu) => answerCentre(session, pdu))
    session.on('connect', () => {
      session.bind_transceiver(
        { system_id: systemId, password, interface_version: interfaceVersion },
        ({ command_status }) => {
          clearTimeout(impatience)
          if (command_status !== statusOk) {
            log.error({ status: command_status }, 'the message centre refused our bind')
            session.destroy()
          } else become(session)
        },
      )
    })
    session.on('close', () => {
      clearTimeout(impatience)
      lose(session)
    })
  }

  function become(session: Session) {
    bound = { session, underWay: new Set() }
    if (failures > 0) log.info('message centre reached again')
    failures = 0
    const heartbeat = setInterval(() => checkAlive(session), enquirePeriodMs)
    session.on('close', () => clearInterval(heartbeat))
    for (const wake of waiting) wake()
  }

  function lose(session: Session) {
    if (bound?.session === session) {
      for (const tell of bound.underWay) tell()
      bound = undefined
    }
    if (closed) return
    if (failures === 0) log.warn('message centre out of reach')
    const pauseMs = reconnectPausesMs[Math.min(failures, reconnectPausesMs.length - 1)]!
    failures += 1
    reconnect = setTimeout(connect, pauseMs)
  }

  function untilBound(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, bindWaitMs)
      waiting.add(wake)
    })
  }

  return {
    async submit(fields) {
      if (!bound && !closed) await untilBound()
      return bound ? submitOn(bound, fields) : 'unbound'
    },
    async close() {
      closed = true
      clearTimeout(reconnect)
      for (const wake of waiting) wake()
      if (bound) await unbind(bound.session)
      opening?.destroy()
    },
  }
}

function submitOn({ session, underWay }: Bound, fields: Record<string, unknown>): Promise<LinkAnswer> {
  return new Promise((resolve) => {
    const settle = (answer: LinkAnswer) => {
      clearTimeout(timer)
      underWay.delete(lost)
      resolve(answer)
    }
    const lost = () => settle('lost')
    // A centre that leaves a message unanswered is sick; a fresh link is the cure.
    const timer = setTimeout(() => {
      settle('silent')
      session.destroy()
    }, answerTimeoutMs)
    underWay.add(lost)
    if (!session.submit_sm(fields, ({ command_status }) => settle({ status: command_status }))) lost()
  })
}

function checkAlive(session: Session) {
  const impatience = setTimeout(() => session.destroy(), answerTimeoutMs)
  // Taken off again: a link lives for weeks, and asks every few seconds.
  const done = () => {
    clearTimeout(impatience)
    session.off('close', done)
  }
  session.on('close', done)
  session.enquire_link({}, done)
}

/** What the centre asks of us: signs of life, receipts (we ask for none), a goodbye. */
function answerCentre(session: Session, pdu: Pdu) {
  if (['enquire_link', 'deliver_sm', 'unbind', 'unknown'].includes(pdu.command) && !pdu.isResponse())
    session.send(pdu.response())
  if (pdu.command === 'unbind') session.close()
}

function unbind(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(resolve, unbindTimeoutMs)
    session.unbind({}, () => {
      clearTimeout(impatience)
      resolve()
    })
  })
}
