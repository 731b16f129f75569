import type { OwedReceipt } from './messages.sql.ts'

const DELIVERY_RECEIPT = 0x04
const DELIVERED = 2
const TEXT_SHOWN_MAX = 20
const INTERNATIONAL = 1
const ALPHANUMERIC = 5

/** A delivery receipt as deliver_sm fields: the text form of SMPP 3.4 appendix B, and the parameters that mean the same. */
export function receiptFields(owed: OwedReceipt, deliveredAt: Date): Record<string, unknown> {
  const text = owed.text.replace(/[^\x20-\x7e]/g, '?').slice(0, TEXT_SHOWN_MAX)
  return {
    esm_class: DELIVERY_RECEIPT,
    source_addr_ton: INTERNATIONAL,
    source_addr_npi: 1,
    source_addr: owed.to.slice(1),
    dest_addr_ton: /^\+?\d+$/.test(owed.from) ? INTERNATIONAL : ALPHANUMERIC,
    destination_addr: owed.from,
    data_coding: 0,
    short_message:
      `id:${owed.messageId} sub:001 dlvrd:001 submit date:${minute(owed.submittedAt)} ` +
      `done date:${minute(deliveredAt)} stat:DELIVRD err:000 text:${text}`,
    receipted_message_id: owed.messageId,
    message_state: DELIVERED,
  }
}

/** YYMMDDhhmm, as the receipt text wants it. */
function minute(at: Date): string {
  return at.toISOString().replace(/\D/g, '').slice(2, 12)
}
