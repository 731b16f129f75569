import { encodeQris } from '../merchants/qris.ts'
import type { Calendar } from './calendar.ts'
import type { Step } from './steps.ts'

/** A sound code of a merchant who is with others and not with us. */
const foreignCode = encodeQris({
  initiation: 'static',
  nmid: 'ID1020000456789',
  merchantName: 'Martabak Pak Din',
  city: 'Surabaya',
  postcode: null,
  category: '5814',
  amount: null,
  tip: null,
  bill: null,
  reference: null,
  terminal: null,
  acquirer: { domain: 'ID.CO.OTHER.WWW', pan: '9360000110000045678', merchantId: '0000456789', size: 'UMI' },
  size: 'UMI',
})
const wifiCode = 'WIFI:T:WPA;S:Kopi Senja;P:senja123;;'
const wrongPin = '271282'
const nobodysPhone = '+62 811-1000-099'

/** Every way in which a payment can be refused in a world where no fee has changed and nobody is under review. */
export function mishapsOf(calendar: Calendar): Step[] {
  return [
    ...atTheTill(calendar),
    ...wrongPayees(calendar),
    ...orders(calendar),
    ...amountsAndLimits(calendar),
    ...lockedPin(calendar),
  ]
}

function atTheTill({ day }: Calendar): Step[] {
  return [
    {
      at: day(24, '10:02:11'),
      do: 'pay',
      who: 'siti',
      to: { shop: 'tokoSari' },
      rupiah: 52_000,
      pin: wrongPin,
      refused: 'pin_wrong',
    },
    { at: day(24, '10:02:58'), do: 'pay', who: 'siti', to: { shop: 'tokoSari' }, rupiah: 52_000 },
    {
      at: day(23, '08:01'),
      do: 'pay',
      who: 'daniel',
      to: { code: wifiCode },
      rupiah: 38_000,
      refused: 'code_malformed',
    },
    { at: day(22, '12:31'), do: 'pay', who: 'dewi', to: { torn: 'warung' }, rupiah: 27_000, refused: 'code_malformed' },
    { at: day(21, '17:15'), do: 'pay', who: 'agus', to: { shop: 'books' }, rupiah: 68_000, refused: 'merchant_closed' },
    {
      at: day(20, '11:48'),
      do: 'pay',
      who: 'emma',
      to: { shop: 'pharmacy' },
      rupiah: 74_500,
      refused: 'merchant_not_accepting',
    },
    {
      at: day(16, '21:07'),
      do: 'pay',
      who: 'daniel',
      to: { code: foreignCode },
      rupiah: 55_000,
      refused: 'merchant_not_accepting',
    },
    { at: day(13, '15:40:05'), do: 'pay', who: 'daniel', to: { shop: 'kopi' }, rupiah: 62_000 },
    {
      at: day(13, '15:40:36'),
      do: 'pay',
      who: 'daniel',
      to: { shop: 'kopi' },
      rupiah: 62_000,
      refused: 'possible_duplicate',
    },
  ]
}

function wrongPayees({ day }: Calendar): Step[] {
  const gift = { do: 'pay', rupiah: 100_000, note: 'Untuk Bu Siti' } as const
  return [
    { at: day(19, '20:20'), ...gift, who: 'dewi', to: { phone: nobodysPhone }, refused: 'payee_unknown' },
    { at: day(19, '20:24'), ...gift, who: 'dewi', to: { person: 'siti' } },
    {
      at: day(14, '09:33'),
      do: 'pay',
      who: 'siti',
      to: { phone: '0811-1000' },
      rupiah: 30_000,
      refused: 'phone_invalid',
    },
    { at: day(8, '21:03'), do: 'pay', who: 'dewi', to: { person: 'dewi' }, rupiah: 50_000, refused: 'payee_is_self' },
    // Her balance may not pass what an e-money account may hold.
    {
      at: day(4, '19:30'),
      do: 'pay',
      who: 'dewi',
      to: { person: 'mei' },
      rupiah: 900_000,
      note: 'Iuran arisan dua bulan',
      refused: 'payee_cannot_receive',
    },
  ]
}

function orders({ day }: Calendar): Step[] {
  return [
    {
      at: day(18, '19:02'),
      do: 'ask',
      shop: 'tokoSari',
      order: 'coffee',
      reference: 'TS480215577301',
      what: 'Kopi Gayo, 250 g',
      rupiah: 136_000,
    },
    {
      at: day(18, '19:41'),
      do: 'pay',
      who: 'daniel',
      to: { order: 'coffee' },
      rupiah: 136_000,
      refused: 'code_expired',
    },
    {
      at: day(18, '19:44'),
      do: 'ask',
      shop: 'tokoSari',
      order: 'coffee again',
      reference: 'TS480215577318',
      what: 'Kopi Gayo, 250 g',
      rupiah: 136_000,
    },
    { at: day(18, '19:46'), do: 'pay', who: 'daniel', to: { order: 'coffee again' }, rupiah: 136_000 },

    {
      at: day(17, '18:20'),
      do: 'ask',
      shop: 'kopi',
      order: 'dinner',
      reference: 'KS-2207',
      what: 'Dua menu makan malam',
      rupiah: 94_000,
    },
    { at: day(17, '18:24'), do: 'pay', who: 'emma', to: { order: 'dinner' }, rupiah: 94_000 },
    {
      at: day(17, '18:26'),
      do: 'pay',
      who: 'emma',
      to: { order: 'dinner' },
      rupiah: 94_000,
      refused: 'code_already_paid',
    },
    {
      at: day(17, '18:31'),
      do: 'pay',
      who: 'daniel',
      to: { order: 'dinner' },
      rupiah: 94_000,
      refused: 'code_already_paid',
    },

    {
      at: day(15, '13:10'),
      do: 'ask',
      shop: 'tokoSari',
      order: 'baskets',
      reference: 'TS480215580064',
      what: 'Keranjang rotan',
      rupiah: 145_000,
    },
    { at: day(15, '13:14'), do: 'withdraw_order', shop: 'tokoSari', order: 'baskets' },
    {
      at: day(15, '13:17'),
      do: 'pay',
      who: 'agus',
      to: { order: 'baskets' },
      rupiah: 145_000,
      refused: 'code_cancelled',
    },

    { at: day(8, '02:14'), do: 'lose_webhooks', shop: 'kopi' },
    {
      at: day(7, '10:40'),
      do: 'ask',
      shop: 'kopi',
      order: 'breakfast',
      reference: 'KS-2291',
      what: 'Sarapan',
      rupiah: 68_000,
    },
    {
      at: day(7, '10:42'),
      do: 'pay',
      who: 'daniel',
      to: { order: 'breakfast' },
      rupiah: 58_000,
      refused: 'amount_differs',
    },
    { at: day(7, '10:43'), do: 'pay', who: 'daniel', to: { order: 'breakfast' }, rupiah: 68_000 },
  ]
}

function amountsAndLimits({ day }: Calendar): Step[] {
  const fridge = { do: 'pay', who: 'agus', to: { shop: 'tokoSari' } } as const
  return [
    {
      at: day(25, '19:11'),
      do: 'pay',
      who: 'agus',
      to: { shop: 'tokoSari' },
      rupiah: 412_000,
      refused: 'balance_too_low',
    },
    // Six zeros too many.
    {
      at: day(11, '15:16'),
      do: 'pay',
      who: 'siti',
      to: { person: 'agus' },
      rupiah: 25_000_000_000,
      note: 'Ongkos antar galon',
      refused: 'amount_not_payable',
    },
    { at: day(10, '14:22'), ...fridge, rupiah: 2_150_000, note: 'Kulkas bekas', refused: 'limit_per_payment' },
    { at: day(10, '14:51'), ...fridge, rupiah: 1_900_000, note: 'Kulkas bekas, sesudah ditawar' },
    {
      at: day(3, '09:52'),
      do: 'pay',
      who: 'siti',
      to: { shop: 'tokoSari' },
      rupiah: 875_000,
      refused: 'balance_too_low',
    },
  ]
}

/** So late that the lock still holds when somebody looks. */
function lockedPin({ justNow }: Calendar): Step[] {
  const lunch = { do: 'pay', who: 'agus', to: { shop: 'warung' }, rupiah: 21_000, pin: wrongPin } as const
  return [
    { at: justNow(4.2), ...lunch, refused: 'pin_wrong' },
    { at: justNow(3.8), ...lunch, refused: 'pin_wrong' },
    { at: justNow(3.3), ...lunch, refused: 'pin_wrong' },
    { at: justNow(2.6), ...lunch, refused: 'pin_wrong' },
    { at: justNow(2.1), ...lunch, refused: 'pin_locked' },
  ]
}
