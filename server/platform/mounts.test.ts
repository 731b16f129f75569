import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, it } from 'node:test'
import { pino } from 'pino'
import { systemClock } from './clock.ts'
import { createHttp } from './http.ts'
import { createIds } from './ids.ts'
import { refuse } from './refusals.ts'

const heard: { type: string; body: string }[] = []
const outside = http.createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  heard.push({ type: request.headers['content-type'] ?? '', body })
  response.end('taken')
})
await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
const lines: string[] = []
const nobody = async () => refuse('signin_required', {})
const wallet = await createHttp({
  log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
  ids: createIds(systemClock),
  authenticators: { customer: nobody, guest: nobody, staff: nobody, merchant: nobody },
  rateLimitPerMinute: 1_000,
  mounts: [{ prefix: '/outside', upstream: `http://127.0.0.1:${(outside.address() as AddressInfo).port}` }],
})
const address = await wallet.server.listen({ port: 0, host: '127.0.0.1' })
after(async () => {
  await wallet.server.close()
  outside.close()
})

it('passes an upload on to a mounted server byte for byte, and has nothing to warn of', async () => {
  const body = '--cut\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nwhole\r\n--cut--\r\n'
  const headers = { 'content-type': 'multipart/form-data; boundary=cut', 'x-dompet-request': '1' }
  const answer = await fetch(`${address}/outside/upload`, { method: 'POST', headers, body })
  assert.equal(await answer.text(), 'taken')
  assert.deepEqual(heard, [{ type: headers['content-type'], body }])
  assert.deepEqual(lines, [])
})
