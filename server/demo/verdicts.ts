import type { Calendar } from './calendar.ts'
import type { Step } from './steps.ts'

/** Short conversations of the last two weeks, what customers said of them, and what a supervisor made of two. */
export function verdictsOf(calendar: Calendar): Step[] {
  return [...tent(calendar), ...newNumber(calendar), ...helper(calendar), ...slowAnswer(calendar)]
}

/** The conversation about the tent is told in `conversations.ts`. */
function tent({ day }: Calendar): Step[] {
  return [
    {
      at: day(12, '15:40'),
      do: 'say',
      case: 'tent',
      who: 'mei',
      score: 5,
      reasons: ['clear', 'quick'],
      words: '说得明白，钱还在，心里踏实了。',
    },
    {
      at: day(11, '10:05'),
      do: 'review',
      case: 'tent',
      by: 'budi',
      scores: {
        right: [2, 'Gave the limit, what was used and when it renews.'],
        understood: [2],
        kind: [2],
        clear: [2],
        safe: [2, 'Checked the payee against earlier payments and wrote it down.'],
        finished: [1, 'The second half was left to the next day: offer to write when it is due.'],
      },
      words: 'A model answer: first the money, then the reason, then the way out.',
    },
  ]
}

function newNumber({ day }: Calendar): Step[] {
  const daniel = { do: 'write', case: 'new number', who: 'daniel' } as const
  const sari = { do: 'answer', case: 'new number', agent: 'sari' } as const
  return [
    { at: day(9, '13:02'), do: 'open_case', case: 'new number', who: 'daniel', topic: 'account' },
    {
      at: day(9, '13:03'),
      ...daniel,
      text: 'Hi. I get a new phone number next month. Will I lose my wallet?',
    },
    { at: day(9, '13:05'), do: 'claim', case: 'new number', agent: 'sari' },
    {
      at: day(9, '13:06'),
      ...sari,
      text: 'Hello Daniel, this is Sari. No, your money stays with your account. Keep the old number until the new one is in your account: write to us here from the app first, and we change it together.',
    },
    { at: day(9, '13:08'), ...daniel, text: 'Good to know before I cancel it. Thanks.' },
    { at: day(9, '13:09'), do: 'close', case: 'new number', agent: 'sari' },
    { at: day(9, '13:20'), do: 'say', case: 'new number', who: 'daniel', score: 4, reasons: ['solved', 'kind'] },
    {
      at: day(8, '09:30'),
      do: 'review',
      case: 'new number',
      by: 'budi',
      scores: {
        right: [2],
        understood: [2],
        kind: [2],
        clear: [1, 'Say in one line first: nothing is lost.'],
        safe: [2],
        finished: [2],
      },
      words: 'Short and right.',
    },
  ]
}

function helper({ day }: Calendar): Step[] {
  const siti = { do: 'write', case: 'large letters', who: 'siti' } as const
  const sari = { do: 'answer', case: 'large letters', agent: 'sari' } as const
  return [
    { at: day(6, '09:15'), do: 'open_case', case: 'large letters', who: 'siti', topic: 'other' },
    { at: day(6, '09:17'), ...siti, text: 'Nak, tulisannya kecil sekali. Bisa dibesarkan?' },
    { at: day(6, '09:18'), do: 'claim', case: 'large letters', agent: 'sari' },
    {
      at: day(6, '09:19'),
      ...sari,
      text: 'Selamat pagi Bu Siti, ini Sari. Bisa, Bu. Buka Akun, lalu pilih Besar dan sederhana. Huruf dan tombolnya menjadi besar.',
    },
    { at: day(6, '09:26'), ...siti, text: 'Sudah besar. Terima kasih, Nak.' },
    { at: day(6, '09:27'), do: 'close', case: 'large letters', agent: 'sari' },
    {
      at: day(6, '09:45'),
      do: 'say',
      case: 'large letters',
      who: 'siti',
      score: 5,
      reasons: ['kind', 'clear'],
      words: 'Sabar sekali.',
    },
  ]
}

/** Not reviewed yet: it is the first that a supervisor is offered. */
function slowAnswer({ day }: Calendar): Step[] {
  const agus = { do: 'write', case: 'slow answer', who: 'agus' } as const
  const sari = { do: 'answer', case: 'slow answer', agent: 'sari' } as const
  return [
    { at: day(3, '18:30'), do: 'open_case', case: 'slow answer', who: 'agus', topic: 'top_up' },
    {
      at: day(3, '18:31'),
      ...agus,
      text: 'Saya mau isi saldo dari minimarket. Bayarnya di mana, dan berapa lama sampai masuk?',
    },
    { at: day(3, '18:52'), do: 'claim', case: 'slow answer', agent: 'sari' },
    {
      at: day(3, '18:53'),
      ...sari,
      text: 'Selamat malam Pak Agus, ini Sari. Maaf Bapak menunggu lama. Untuk sekarang saldo bisa diisi lewat transfer bank; nomor rekeningnya ada di Isi saldo dan uangnya masuk dalam beberapa menit.',
    },
    { at: day(3, '18:56'), ...agus, text: 'Jadi tidak bisa di minimarket. Ya sudah.' },
    { at: day(3, '18:58'), do: 'close', case: 'slow answer', agent: 'sari' },
    {
      at: day(3, '19:10'),
      do: 'say',
      case: 'slow answer',
      who: 'agus',
      score: 2,
      reasons: ['slow', 'not_solved'],
      words: 'Menunggu dua puluh menit untuk jawaban tidak bisa.',
    },
  ]
}
