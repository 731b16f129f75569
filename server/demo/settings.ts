import type { Calendar } from './calendar.ts'
import type { Step } from './steps.ts'

const waiting = { do: 'set_macro', by: 'budi', language: 'id', name: 'Transfer belum masuk' } as const

/** What supervisors changed of the desk in these weeks: the record of settings has something to tell. */
export function settingsOf({ day }: Calendar): Step[] {
  return [
    {
      at: day(24, '10:15'),
      ...waiting,
      text: 'Transfer Anda belum kami terima dari bank. Biasanya masuk dalam satu jam.',
    },
    {
      at: day(20, '09:40'),
      do: 'set_category',
      by: 'arif',
      code: 'qr_unreadable',
      topic: 'payment',
      names: { zh: '收款码读不出', id: 'Kode QR tidak terbaca', en: 'QR code cannot be read' },
    },
    { at: day(16, '08:50'), do: 'set_promise', by: 'budi', category: 'top_up', firstReplyMinutes: 5 },
    {
      at: day(13, '16:20'),
      ...waiting,
      text: 'Halo {customer_name}, transfer Anda belum kami terima dari bank. Uangnya tidak hilang: biasanya masuk dalam satu jam, dan kami beri tahu begitu sampai.',
    },
    {
      at: day(10, '11:05'),
      do: 'set_macro',
      by: 'budi',
      language: 'en',
      name: 'New telephone number soon',
      text: 'Our telephone number changes on Monday. The app shows the new one under Safety.',
    },
    { at: day(7, '09:12'), do: 'set_places', by: 'arif', agent: 'wei', chat: 5 },
    { at: day(5, '17:30'), do: 'set_promise', by: 'budi', category: 'top_up', firstReplyMinutes: 4 },
    { at: day(4, '08:30'), do: 'drop_macro', by: 'budi', language: 'en', name: 'New telephone number soon' },
  ]
}
