import net from 'node:net'

/** The line between one person's browser and the wallet: it can be cut, and mended again. */
export type Line = {
  port: number
  /** Every connection breaks, and no new one is taken. */
  cut(): void
  mend(): void
  /** From now on the wallet is heard no more, and hears everything: answers are lost. Ends with the next `cut`. */
  deafen(): void
  /** Cuts the line at the moment at which a request that begins with `start` would leave: the wallet never hears of it. */
  cutBefore(start: string): void
  /** Cuts the line when the wallet answers the request that begins with `start`: it was heard, its answer is lost. */
  cutBeforeAnswerTo(start: string): void
}

type Moment = { start: string; heard: boolean }

/** Opens a line to a port of this machine. It passes bytes on and knows of HTTP no more than how a request begins. */
export async function openLine(toPort: number): Promise<Line & { close(): Promise<void> }> {
  const sockets = new Set<net.Socket>()
  let whole = true
  let deaf = false
  let moment: Moment | undefined

  function cut() {
    whole = false
    deaf = false
    moment = undefined
    for (const socket of sockets) socket.destroy()
  }

  const server = net.createServer((near) => {
    if (!whole) return near.destroy()
    const far = net.connect(toPort, '127.0.0.1')
    let awaited = false
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.on('drain', () => other.resume())
    }
    const pass = (bytes: Buffer, from: net.Socket, to: net.Socket) => {
      if (!to.write(bytes)) from.pause()
    }
    near.on('data', (bytes) => {
      const wanted = moment && bytes.subarray(0, moment.start.length).toString('latin1') === moment.start
      if (wanted && !moment!.heard) return cut()
      if (wanted) awaited = true
      pass(bytes, near, far)
    })
    far.on('data', (bytes) => {
      if (awaited) return cut()
      if (!deaf) pass(bytes, far, near)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    port: (server.address() as net.AddressInfo).port,
    cut,
    mend() {
      whole = true
    },
    deafen() {
      deaf = true
    },
    cutBefore(start) {
      moment = { start, heard: false }
    },
    cutBeforeAnswerTo(start) {
      moment = { start, heard: true }
    },
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
