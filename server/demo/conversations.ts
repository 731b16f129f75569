import type { Calendar } from './calendar.ts'
import type { Step } from './steps.ts'

/** One conversation that ended well, one that somebody has in hand, and one person who waits. */
export function conversationsOf(calendar: Calendar): Step[] {
  return [...tent(calendar), ...stolenPhone(calendar), ...scarf(calendar)]
}

/** Closed: a daily limit, explained by Wei in Chinese. */
function tent({ day }: Calendar): Step[] {
  const pay = { do: 'pay', who: 'mei' } as const
  const mei = { do: 'write', case: 'tent', who: 'mei' } as const
  const wei = { do: 'answer', case: 'tent', agent: 'wei' } as const
  return [
    { at: day(12, '09:20'), ...pay, to: { shop: 'tokoSari' }, rupiah: 1_250_000, note: '喜糖礼盒' },
    { at: day(12, '11:05'), ...pay, to: { person: 'agus' }, rupiah: 1_950_000, note: '帐篷定金' },
    { at: day(12, '14:30'), ...pay, to: { shop: 'kopi' }, rupiah: 1_000_000, note: '婚宴咖啡' },
    {
      at: day(12, '15:08'),
      ...pay,
      to: { person: 'agus' },
      rupiah: 1_500_000,
      note: '帐篷尾款',
      refused: 'limit_per_day',
      name: 'tent',
    },
    { at: day(12, '15:10'), do: 'open_case', case: 'tent', who: 'mei', topic: 'payment', about: 'tent' },
    {
      at: day(12, '15:11'),
      ...mei,
      text: '您好，我刚才给 Agus 付帐篷尾款 Rp1,500,000，没有成功。钱扣了吗？对方在等我。',
    },
    { at: day(12, '15:13'), do: 'claim', case: 'tent', agent: 'wei' },
    {
      at: day(12, '15:14'),
      ...wei,
      text: '林女士您好，我是 Wei。我看到这笔付款了：没有付出去，您的钱没有动，都还在余额里。',
    },
    {
      at: day(12, '15:15'),
      ...wei,
      text: '原因是每日限额：一天最多付 Rp5,000,000，您今天已经付了 Rp4,200,000，所以今天还可以付 Rp800,000。限额在今晚 24:00（雅加达时间）恢复。',
    },
    { at: day(12, '15:17'), ...mei, text: '原来如此。那我现在先付 Rp800,000 可以吗？剩下的怎么办？' },
    {
      at: day(12, '15:18'),
      ...wei,
      text: '可以。请先付 Rp800,000，剩下的 Rp700,000 明天再付，明天的限额够用。两笔都没有手续费。',
    },
    {
      at: day(12, '15:19'),
      do: 'note',
      case: 'tent',
      agent: 'wei',
      text: '客户为家里的婚宴付帐篷款。收款人她认识，十天前付过送货费。金额与说明相符，没有异常。',
    },
    { at: day(12, '15:22'), ...pay, to: { person: 'agus' }, rupiah: 800_000, note: '帐篷尾款（一）' },
    { at: day(12, '15:23'), ...mei, text: '付好了，对方说收到了。谢谢您，讲得很清楚。' },
    {
      at: day(12, '15:25'),
      ...wei,
      text: '太好了，我这边也看到已付。明天那笔如果有问题，在“帮助”里接着这段对话写就可以。祝婚宴顺利。',
    },
    { at: day(12, '15:27'), do: 'close', case: 'tent', agent: 'wei' },
    { at: day(11, '08:05'), ...pay, to: { person: 'agus' }, rupiah: 700_000, note: '帐篷尾款（二）' },
  ]
}

/** Active with Sari, in English: the next words are ours. Only a supervisor may unfreeze. */
function stolenPhone({ day, late, justNow }: Calendar): Step[] {
  const emma = { do: 'write', case: 'stolen phone', who: 'emma' } as const
  const sari = { do: 'answer', case: 'stolen phone', agent: 'sari' } as const
  return [
    { at: day(1, '21:40'), do: 'sign_in', who: 'emma' },
    { at: day(1, '21:42'), do: 'freeze', who: 'emma' },
    { at: late(32), do: 'sign_in', who: 'emma' },
    {
      at: late(30),
      do: 'pay',
      who: 'emma',
      to: { shop: 'kopi' },
      rupiah: 41_000,
      refused: 'account_frozen',
      name: 'coffee',
    },
    { at: justNow(38), do: 'open_case', case: 'stolen phone', who: 'emma', topic: 'safety', about: 'coffee' },
    {
      at: justNow(37.5),
      ...emma,
      text: 'Hello. My phone was taken at the beach, so I froze my account from my laptop. Is my money still there?',
    },
    { at: justNow(36), do: 'claim', case: 'stolen phone', agent: 'sari' },
    {
      at: justNow(35),
      ...sari,
      text: 'Hello Emma, this is Sari. I am sorry about your phone. Your money is all there: since you froze the account, nothing has left it.',
    },
    {
      at: justNow(33),
      ...emma,
      text: 'Thank you, what a relief. I have a new phone now, with my old number. I wanted to buy a coffee and it said that my account is frozen. Can you open it again?',
    },
    {
      at: justNow(31),
      ...sari,
      text: 'Freezing was the right thing to do. The coffee was not paid, so nothing was taken. To open the account I first make sure that it is really you. Then my supervisor Budi unfreezes it; I may not do that alone.',
    },
    {
      at: justNow(30.4),
      ...sari,
      text: 'Please never write your PIN or password here. We do not need them, and we never ask for them.',
    },
    {
      at: justNow(29),
      do: 'note',
      case: 'stolen phone',
      agent: 'sari',
      text: 'Phone stolen; she froze the account herself. Nothing paid since, one attempt of her own refused. New phone signed in today. Next: make sure that it is her, then ask Budi to unfreeze.',
    },
    { at: justNow(27), ...emma, text: 'Of course. What do you need from me?' },
  ]
}

/** Waits in the queue, in Indonesian, with the failed payment linked. */
function scarf({ late, justNow }: Calendar): Step[] {
  const dewi = { do: 'write', case: 'scarf', who: 'dewi' } as const
  return [
    {
      at: late(19),
      do: 'ask',
      shop: 'tokoSari',
      order: 'scarf',
      reference: 'TS480215591127',
      what: 'Selendang batik',
      rupiah: 325_000,
    },
    {
      at: late(14),
      do: 'pay',
      who: 'dewi',
      to: { order: 'scarf' },
      rupiah: 325_000,
      refused: 'balance_too_low',
      name: 'scarf',
    },
    { at: justNow(6), do: 'open_case', case: 'scarf', who: 'dewi', topic: 'payment', about: 'scarf' },
    {
      at: justNow(5.6),
      ...dewi,
      text: 'Halo, tadi saya mau bayar selendang di Toko Sari, tetapi tidak jadi. Padahal saya baru isi saldo Rp150.000.',
    },
    { at: justNow(5.1), ...dewi, text: 'Apakah uang saya terpotong? Selendangnya untuk hadiah besok.' },
  ]
}
