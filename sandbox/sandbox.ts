import type { AddressInfo } from 'node:net'
import { openBank } from './bank/bank.ts'
import type { SandboxConfig } from './config.ts'
import { buildHttp } from './http.ts'
import { ensureSandboxKeys } from './keys.ts'
import { startInbox } from './mail/inbox.ts'
import { openShop } from './shop/shop.ts'
import { startMessageCentre } from './sms/centre.ts'
import { systemClock as clock, systemIds as ids } from './system.ts'

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>

/** Starts every counterparty. What was started is stopped again when a later one cannot start. */
export async function startSandbox(config: SandboxConfig) {
  const stops: (() => unknown)[] = []
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne()
  }
  try {
    const { dir, host } = config
    const keys = ensureSandboxKeys(dir)
    const centre = await startMessageCentre({ dir, host, port: config.smppPort, ...config.smpp, clock, ids })
    stops.push(() => centre.stop())
    const inbox = await startInbox({ dir, host, port: config.smtpPort, clock })
    stops.push(() => inbox.stop())
    const bank = openBank({ dir, keys, ...config.bank, notifyUrl: config.walletNotifyUrl, clock, ids })
    stops.push(() => bank.stop())
    const { merchantKey } = config.shop
    const shop = openShop({ dir, walletUrl: config.walletUrl, merchantKey, clock, ids })
    stops.push(() => shop.stop())
    const app = buildHttp({ config, clock, centre, inbox, bank, shop })
    await app.listen({ host, port: config.httpPort })
    stops.push(() => app.close())
    const { port } = app.server.address() as AddressInfo
    return { ports: { http: port, smpp: centre.port, smtp: inbox.port }, keys, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
