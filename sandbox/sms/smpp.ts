import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { Server, Socket } from 'node:net'

/** The part of the `smpp` package that the message centre and its test use; the package brings no types of its own. */
export interface Pdu {
  command: string
  command_id: number
  command_status: number
  sequence_number: number
  isResponse(): boolean
  response(fields?: Record<string, unknown>): Pdu
  system_id?: string
  password?: string
  source_addr?: string
  destination_addr?: string
  dest_addr_ton?: number
  esm_class?: number
  data_coding?: number
  registered_delivery?: number
  message_id?: string
  short_message?: ShortMessage
  message_payload?: ShortMessage
  sar_msg_ref_num?: number
  sar_total_segments?: number
  sar_segment_seqnum?: number
  receipted_message_id?: string
  message_state?: number
}

export interface ShortMessage {
  message?: string | Buffer
  udh?: Buffer[]
}

export interface Session extends EventEmitter {
  socket: Socket
  send(pdu: Pdu): boolean
  close(): void
  destroy(): void
  bind_transceiver(fields: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean
  bind_transmitter(fields: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean
  bind_receiver(fields: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean
  submit_sm(fields: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean
  deliver_sm(fields: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean
  enquire_link(fields: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean
  unbind(fields: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean
  query_sm(fields: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean
}

interface SmppLibrary {
  createServer(listener: (session: Session) => void): Server
  connect(options: { host: string; port: number }, connected?: () => void): Session
  PDU: new (command: string, fields?: Record<string, unknown>) => Pdu
}

export const smpp = createRequire(import.meta.url)('smpp') as SmppLibrary

/** SMPP 3.4, 5.1.3: the answers that this message centre gives. */
export const status = {
  ok: 0x00,
  invalidCommand: 0x03,
  wrongBindState: 0x04,
  alreadyBound: 0x05,
  invalidDestination: 0x0b,
  bindFailed: 0x0d,
  wrongPassword: 0x0e,
  wrongSystemId: 0x0f,
  invalidEsmClass: 0x43,
  throttled: 0x58,
} as const
