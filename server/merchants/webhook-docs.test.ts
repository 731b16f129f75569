import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { webhookHeaders } from './webhook.ts'

const page = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8')
const block = (language: string) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)![1]!

it('what merchants read about signatures works as it is written, and takes nothing else', async () => {
  const { readWebhook } = await import(`data:text/javascript,${encodeURIComponent(block('js'))}`)
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
  const body = JSON.stringify(JSON.parse(block('json')))
  const at = new Date('2026-11-21T03:04:05Z')
  const headers = webhookHeaders(secret, 'event-1', body, at)
  const event = readWebhook(secret, headers, body, at.getTime() + 299_000)
  assert.deepEqual([event.id, event.type, event.data.amount.amount], ['event-1', 'checkout.paid', '25000.00'])
  const two = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }
  assert.equal(readWebhook(secret, two, body, at.getTime()).id, 'event-1', 'one of several signatures')
  const wrong: [headers: Record<string, string>, body: string, now: number][] = [
    [headers, body, at.getTime() + 301_000],
    [headers, body, at.getTime() - 301_000],
    [headers, body.replace('25000', '35000'), at.getTime()],
    [{ ...headers, 'webhook-id': 'event-2' }, body, at.getTime()],
    [{ ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }, body, at.getTime()],
    [{ ...headers, 'webhook-timestamp': 'x' }, body, at.getTime()],
    [{ ...headers, 'webhook-signature': '' }, body, at.getTime()],
    [{}, body, at.getTime()],
  ]
  for (const [given, text, now] of wrong) assert.throws(() => readWebhook(secret, given, text, now))
  assert.throws(() => readWebhook('whsec_b3RoZXI=', headers, body, at.getTime()))
})
