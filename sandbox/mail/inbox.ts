import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Clock } from '../clock.ts'
import { openMailStore } from './mails.sql.ts'

const MAIL_BYTES_MAX = 10 * 1024 * 1024
const CLIENTS_MAX = 50
const STOP_WAIT_MS = 2_000
const MIME_DEPTH_MAX = 32

export interface InboxOptions {
  dir: string
  host: string
  port: number
  clock: Clock
}

export type Inbox = Awaited<ReturnType<typeof startInbox>>

/**
 * Starts the mail server: SMTP on `host:port` (port 0: any free one), taking mail for every address. A mail is on disk
 * before it is answered with 250; one over 10 MiB is refused with 552.
 */
export async function startInbox(options: InboxOptions) {
  const store = openMailStore(options.dir)

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const raw = await readAll(stream)
    if (stream.sizeExceeded) throw Object.assign(new Error('Message is too large'), { responseCode: 552 })
    const mail = await PostalMime.parse(raw, { maxNestingDepth: MIME_DEPTH_MAX })
    const { mailFrom, rcptTo } = session.envelope
    store.store({
      from: mail.from?.address ?? (mailFrom === false ? '' : mailFrom.address),
      to: rcptTo.map((recipient) => recipient.address),
      subject: mail.subject ?? '',
      text: mail.text ?? withoutMarkup(mail.html ?? ''),
      attachments: mail.attachments.length,
      raw,
      receivedAt: options.clock(),
    })
  }

  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MAIL_BYTES_MAX,
    maxClients: CLIENTS_MAX,
    closeTimeout: STOP_WAIT_MS,
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      take(stream, session).then(() => done(), done)
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  // A client that vanishes in the middle of a command is its own affair.
  server.removeAllListeners('error')
  server.on('error', () => undefined)

  return {
    port: (server.server.address() as AddressInfo).port,
    /** Last mails, newest first, to one address (any case) or to all. */
    list: (address: string | null, limit: number) => store.list(address, limit),
    /** Lets sessions under way finish for a moment, then closes. */
    async stop(): Promise<void> {
      await new Promise<void>((resolve) => server.close(resolve))
      store.close()
    },
  }
}

/** Reads the mail to its end, keeping no more than the limit: the client must be heard out before it can be refused. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= MAIL_BYTES_MAX) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function withoutMarkup(html: string): string {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim()
}
