import { randomInt } from 'node:crypto'
import net from 'node:net'

/**
 * Ports below those that systems hand to outgoing connections (Linux from 32768): what is to listen there again after a
 * restart never finds a connection of somebody else on its port.
 */
const [firstPort, lastPort] = [20_000, 29_999]
const maximumTries = 100

/** A port on loopback on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < maximumTries; tries += 1) {
    const port = randomInt(firstPort, lastPort + 1)
    if (await isFreePort(port)) return port
  }
  throw new Error(`no free port between ${firstPort} and ${lastPort}`)
}

export function isFreePort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
