import { forgetDrafts } from '../../ui/chat/draft.ts'
import { forgetPictures } from '../../ui/chat/kept-pictures.ts'
import { forgetUnsent } from '../../ui/net/outbox.ts'

const writerKey = 'dompet.writer'

/** What was written on this device and not sent waits for whoever wrote it, and for nobody else. */
export function keepWrittenOf(customerId: string): void {
  if (localStorage.getItem(writerKey) !== customerId) forgetWritten()
  localStorage.setItem(writerKey, customerId)
}

/** Whoever signs out leaves no words behind. */
export function forgetWritten(): void {
  forgetDrafts()
  forgetPictures()
  forgetUnsent()
  localStorage.removeItem(writerKey)
}
