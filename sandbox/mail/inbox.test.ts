import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { systemClock } from '../system.ts'
import { startInbox } from './inbox.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'dompet-mail-'))
after(() => rmSync(dir, { recursive: true, force: true }))
const start = () => startInbox({ dir, host: '127.0.0.1', port: 0, clock: systemClock })

test('mail is stored for each recipient and survives a restart', async () => {
  const inbox = await start()
  const transport = createTransport({ host: '127.0.0.1', port: inbox.port })
  await transport.sendMail({
    from: 'Dompet <halo@dompet.example>',
    to: ['Sari@Example.com', 'budi@example.com'],
    subject: '您的 kode 482913 €',
    text: 'Kode Anda 482913.\nJangan dibagikan.',
    attachments: [{ filename: 'a.txt', content: 'x' }],
  })
  await transport.sendMail({
    from: 'a@b.example',
    to: 'budi@example.com',
    html: '<style>p{}</style><p>Only <b>markup</b></p>',
  })
  await inbox.stop()

  const again = await start()
  const [first, ...others] = again.list('sari@example.COM', 10)
  assert.deepEqual(others, [])
  assert.equal(first?.from, 'halo@dompet.example')
  assert.deepEqual(first?.to.toSorted(), ['budi@example.com', 'sari@example.com'])
  assert.equal(first?.subject, '您的 kode 482913 €')
  assert.equal(first?.text.trim(), 'Kode Anda 482913.\nJangan dibagikan.')
  assert.equal(first?.attachments, 1)
  const newest = again.list('budi@example.com', 10)
  assert.equal(newest.length, 2)
  assert.match(newest[0]?.text ?? '', /^Only\s+markup$/)
  await again.stop()
})

test('a mail over the limit is refused, and a client that vanishes harms nobody', async () => {
  const inbox = await start()
  const before = inbox.list(null, 100).length
  const vanishing = connect(inbox.port, '127.0.0.1')
  vanishing.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nhalf a mai', () =>
    vanishing.resetAndDestroy(),
  )
  const transport = createTransport({ host: '127.0.0.1', port: inbox.port })
  const huge = { from: 'a@b.example', to: 'c@d.example', text: 'x'.repeat(11 * 1024 * 1024) }
  await assert.rejects(transport.sendMail(huge), { responseCode: 552 })
  assert.equal(inbox.list(null, 100).length, before)
  await inbox.stop()
})
