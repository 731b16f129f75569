import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { percentile } from './report.ts'

/** One person's socket and the conversations that it follows. */
export type Line = { url: string; cookie?: string; caseIds: string[] }
export type LoadOptions = { perSecond: number; seconds: number; warmUpSeconds: number }
export type LoadResult = { p50Ms: number; p99Ms: number; sent: number; received: number }

const words = ' the transfer of yesterday evening has not arrived yet, the shop says that it waits for the bank'
const marker = '"text":"#'
const lastArrivalMs = 2_000

/**
 * Writes messages at an even rate, taking turns over all conversations and both of their sides, and measures from
 * sending to the arrival at the other side.
 */
export async function runLoad(customers: Line[], agents: Line[], options: LoadOptions): Promise<LoadResult> {
  const sentAt: number[] = []
  const latencies: number[] = []
  let received = 0
  const from = new Uint8Array(options.perSecond * (options.seconds + options.warmUpSeconds) + options.perSecond)

  function open(line: Line, side: 0 | 1) {
    return new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(line.url, {
        perMessageDeflate: false,
        ...(line.cookie ? { headers: { cookie: line.cookie } } : {}),
      })
      let lacking = line.cookie ? line.caseIds.length : 0
      socket.on('error', reject)
      socket.on('message', (data) => {
        const text = String(data)
        const at = text.indexOf(marker)
        if (at >= 0) {
          const number = Number.parseInt(text.slice(at + marker.length, at + marker.length + 9), 10)
          if (from[number] === side) return
          received += 1
          if (number >= options.perSecond * options.warmUpSeconds) latencies.push(performance.now() - sentAt[number]!)
        } else if (text.startsWith('{"type":"ready"')) {
          for (const caseId of line.cookie ? line.caseIds : [])
            socket.send(JSON.stringify({ type: 'subscribe', caseId, after: 1_000_000_000 }))
          if (lacking === 0) resolve(socket)
        } else if (text.startsWith('{"type":"caught_up"')) {
          lacking -= 1
          if (lacking === 0) resolve(socket)
        } else if (text.startsWith('{"type":"refused"')) reject(new Error(text))
      })
    })
  }

  const sockets = await Promise.all([...customers.map((line) => open(line, 0)), ...agents.map((line) => open(line, 1))])
  const ends = talks(customers, agents, sockets)
  await writeEvenly(options, (number) => {
    const talk = ends[number % ends.length]!
    const side = Math.floor(number / ends.length) % 2 === 0 ? 0 : 1
    from[number] = side
    const message = { clientId: randomUUID(), text: `#${String(number).padStart(8, '0')}${words}`, fileIds: [] }
    sentAt[number] = performance.now()
    talk.sockets[side].send(JSON.stringify({ type: 'send', caseId: talk.caseId, message }))
  })
  const sent = sentAt.length
  const end = performance.now() + lastArrivalMs
  while (received < sent && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20))
  for (const socket of sockets) socket.terminate()
  return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), sent, received }
}

function talks(customers: Line[], agents: Line[], sockets: WebSocket[]) {
  return customers.map((customer, index) => {
    const caseId = customer.caseIds[0]!
    const agent = agents.findIndex((line) => line.caseIds.includes(caseId))
    const both: [WebSocket, WebSocket] = [sockets[index]!, sockets[customers.length + agent]!]
    return { caseId, sockets: both }
  })
}

/** Calls `write` for each message at its time; a tick that comes late writes what is due. */
function writeEvenly(
  { perSecond, seconds, warmUpSeconds }: LoadOptions,
  write: (number: number) => void,
): Promise<void> {
  const total = perSecond * (seconds + warmUpSeconds)
  const start = performance.now()
  let written = 0
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond))
      while (written < due) write(written++)
      if (written < total) return
      clearInterval(timer)
      resolve()
    }, 1)
  })
}
