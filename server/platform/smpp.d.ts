/** The part of the `smpp` package (SMPP 3.4) that we use; the package brings no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server, Socket } from 'node:net'

  export type Pdu = {
    command: string
    command_status: number
    sequence_number: number
    isResponse(): boolean
    response(fields?: Record<string, unknown>): Pdu
    source_addr?: string
    destination_addr?: string
    esm_class?: number
    data_coding?: number
    short_message?: { message?: string | Buffer; udh?: Buffer[] }
  }

  type Request = (fields: Record<string, unknown>, answered?: (answer: Pdu) => void) => boolean

  export type Session = EventEmitter & {
    socket: Socket
    send(pdu: Pdu): boolean
    close(): void
    destroy(): void
    bind_transceiver: Request
    submit_sm: Request
    enquire_link: Request
    unbind: Request
  }

  type Encoding = { match(text: string): boolean; encode(text: string): Buffer }

  const smpp: {
    connect(options: { host: string; port: number }): Session
    createServer(listener: (session: Session) => void): Server
    encodings: { ASCII: Encoding; UCS2: Encoding }
  }
  export default smpp
}
