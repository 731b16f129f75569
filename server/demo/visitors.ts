import type { GuestTopic } from '../../contract/guest.ts'
import type { Language } from '../../contract/identity.ts'
import type { SatisfactionReason } from '../../contract/satisfaction.ts'
import { dayOf } from '../policy/calendar.ts'
import type { Calendar } from './calendar.ts'
import type { Step } from './steps.ts'

/** Since when people without an account have asked on the operator's site. */
const firstDaysAgo = 27

/** When they come, from Monday to Sunday: what a supervisor plans shifts by. */
const comings: readonly (readonly string[])[] = [
  ['08:10', '09:05', '09:20', '13:05', '19:10'],
  ['09:10', '12:05', '16:05'],
  ['10:05', '13:10', '20:05'],
  ['08:35', '11:05', '15:10'],
  ['09:05', '14:05', '19:35'],
  ['10:35', '13:05'],
  ['10:05', '19:05'],
]

type Question = { topic: GuestTopic; words: Record<Language, readonly [asked: string, answered: string]> }

const questions: readonly Question[] = [
  {
    topic: 'top_up',
    words: {
      id: ['Transfer bank berapa lama sampai masuk?', 'Biasanya beberapa menit. Lewat satu jam, tulis lagi ke sini.'],
      en: ['How long does a bank transfer take?', 'A few minutes as a rule. After an hour, write to us again.'],
      zh: ['银行转账要多久才到？', '一般几分钟。如果超过一小时，请再联系我们。'],
    },
  },
  {
    topic: 'account',
    words: {
      id: ['Daftarnya perlu apa saja?', 'Cukup nomor HP Anda. Kodenya kami kirim lewat SMS.'],
      en: ['What do I need to sign up?', 'Only your phone number. We send a code to it by SMS.'],
      zh: ['注册需要什么？', '只需要您的手机号，我们会发短信验证码。'],
    },
  },
  {
    topic: 'safety',
    words: {
      id: ['Ada yang menelepon minta kode. Itu Anda?', 'Bukan. Kami tidak pernah meminta kode. Jangan diberikan.'],
      en: ['Somebody called and wanted a code. Was it you?', 'No. We never ask for a code. Please give it to nobody.'],
      zh: ['有人打电话向我要验证码，是你们吗？', '不是。我们从不索要验证码，请不要告诉任何人。'],
    },
  },
  {
    topic: 'other',
    words: {
      id: ['Bisa bayar di toko mana saja?', 'Di semua toko dengan kode QRIS yang menerima dompet ini.'],
      en: ['In which shops can I pay?', 'In every shop with a QRIS code that takes this wallet.'],
      zh: ['在哪些店可以付款？', '有 QRIS 码并接受本钱包的商店都可以。'],
    },
  },
]

const speaking: readonly Language[] = ['id', 'id', 'en', 'id', 'zh', 'id', 'en']
const names: readonly string[] = [
  'Rudi',
  'Ayu',
  'Tom',
  'Wulan',
  '陈丽',
  'Hendra',
  '',
  'Putri',
  'Bayu',
  'Grace',
  'Ratna',
]
const verdicts: readonly { score: number; reasons: readonly SatisfactionReason[]; words?: string }[] = [
  { score: 5, reasons: ['clear', 'quick'] },
  { score: 4, reasons: ['kind'] },
  { score: 5, reasons: ['clear'], words: 'Jelas dan cepat.' },
  { score: 3, reasons: ['slow'] },
  { score: 5, reasons: ['kind', 'solved'] },
  { score: 2, reasons: ['slow'], words: 'The answer was fine, the wait was not.' },
]
/** One of so many says how it was; one of so many has gone before anybody came. */
const [saidEvery, leftEvery] = [3, 11]

/** Short questions of people without an account, on every day of the week; they came, were answered, and went. */
export function visitorsOf(calendar: Calendar): Step[] {
  const steps: Step[] = []
  let came = 0
  for (let daysAgo = firstDaysAgo; daysAgo >= 1; daysAgo -= 1)
    for (const time of comings[weekdayOf(calendar.day(daysAgo, '12:00'))]!) {
      const at = new Date(calendar.day(daysAgo, time).getTime() + ((daysAgo * 5) % 9) * 60_000)
      steps.push(...visitOf(came, at))
      came += 1
    }
  return [...steps, ...gone(calendar)]
}

/** Still there to be taken up: she wrote, waited, and went. */
function gone({ day }: Calendar): Step[] {
  const text = 'Saya ganti HP kemarin. Nomornya tetap. Apakah saya harus mendaftar lagi?'
  return [
    { at: day(1, '20:41'), do: 'visit', case: 'new phone', name: 'Lestari', language: 'id', topic: 'account', text },
    { at: day(1, '20:53'), do: 'leave', case: 'new phone' },
  ]
}

/** 0 for a Monday. */
const weekdayOf = (at: Date) => (new Date(dayOf(at)).getUTCDay() + 6) % 7

function visitOf(place: number, came: Date): Step[] {
  const turn = <T>(things: readonly T[]) => things[place % things.length]!
  const language = turn(speaking)
  const { topic, words } = turn(questions)
  const [text, answered] = words[language]
  const visit = `visit ${place + 1}`
  const agent = language === 'zh' || (language === 'en' && place % 2 === 0) ? 'wei' : 'sari'
  const after = (minutes: number) => new Date(came.getTime() + minutes * 60_000)
  const asks: Step = { at: came, do: 'visit', case: visit, name: turn(names), language, topic, text }
  if (place % leftEvery === leftEvery - 1)
    return [
      asks,
      { at: after(9), do: 'leave', case: visit },
      { at: after(45), do: 'close', case: visit, agent: 'budi', outcome: 'no_answer' },
    ]
  const waited = 1 + ((place * 3) % 5)
  const verdict = place % saidEvery === 0 ? verdicts[(place / saidEvery) % verdicts.length] : undefined
  return [
    asks,
    { at: after(waited), do: 'claim', case: visit, agent },
    { at: after(waited + 1.5), do: 'answer', case: visit, agent, text: answered },
    { at: after(waited + 4 + (place % 4)), do: 'close', case: visit, agent },
    ...(verdict ? [{ at: after(waited + 10), do: 'say', case: visit, ...verdict } as const] : []),
  ]
}
