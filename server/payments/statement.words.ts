/** What stands on statements and receipts, beside names and figures. The apps use the same words for the same things. */
export type DocumentLanguage = 'zh' | 'id' | 'en'

const en = {
  tag: 'en-GB',
  group: ',',
  decimal: '.',
  statement: 'Account statement',
  receipt: 'Receipt',
  period: 'Period',
  to: 'to',
  holder: 'Name',
  phone: 'Phone',
  made: 'Made on',
  zone: 'All times are in Western Indonesian Time (Asia/Jakarta, UTC+7).',
  opening: 'Opening balance',
  incoming: 'Money in',
  outgoing: 'Money out',
  closing: 'Closing balance',
  when: 'Date and time',
  what: 'What',
  amount: 'Amount',
  balance: 'Balance',
  reference: 'Reference',
  otherSide: 'Other side',
  currency: 'Currency',
  none: 'Nothing moved in this period.',
  page: (one: number, all: number) => `Page ${one} of ${all}`,
  top_up: 'Added from a bank',
  send: 'Sent',
  received: 'Received',
  shop: 'Paid to a shop',
  other: 'Other movement',
  from: 'From',
  payee: 'To',
  fee: 'Fee',
  note: 'Message',
  state: 'Status',
  paid: 'Paid',
  got: 'Received',
  sent: 'Sent',
  refused: 'Not paid. Nothing was taken.',
  notSent: 'Not sent. Nothing was taken.',
  kept: 'Kept for you, not yet in your balance',
  credited: 'Added to your balance later',
  returning: 'On its way back',
  returned: 'Sent back',
  sending: 'Sending money',
  paying: 'Payment to a shop',
  transfer: 'Transfer from a bank',
  balanceAfter: 'Balance after',
  paymentReference: 'Reference',
}
export type Words = typeof en

const id: Words = {
  tag: 'id-ID',
  group: '.',
  decimal: ',',
  statement: 'Rekening koran',
  receipt: 'Bukti transaksi',
  period: 'Periode',
  to: 'sampai',
  holder: 'Nama',
  phone: 'Telepon',
  made: 'Dibuat pada',
  zone: 'Semua waktu dalam Waktu Indonesia Barat (Asia/Jakarta, UTC+7).',
  opening: 'Saldo awal',
  incoming: 'Uang masuk',
  outgoing: 'Uang keluar',
  closing: 'Saldo akhir',
  when: 'Tanggal dan jam',
  what: 'Keterangan',
  amount: 'Jumlah',
  balance: 'Saldo',
  reference: 'Referensi',
  otherSide: 'Pihak lain',
  currency: 'Mata uang',
  none: 'Tidak ada pergerakan uang dalam periode ini.',
  page: (one, all) => `Halaman ${one} dari ${all}`,
  top_up: 'Isi saldo dari bank',
  send: 'Kirim',
  received: 'Terima',
  shop: 'Bayar ke toko',
  other: 'Pergerakan lain',
  from: 'Dari',
  payee: 'Kepada',
  fee: 'Biaya',
  note: 'Pesan',
  state: 'Status',
  paid: 'Dibayar',
  got: 'Diterima',
  sent: 'Terkirim',
  refused: 'Tidak dibayar. Tidak ada uang yang diambil.',
  notSent: 'Tidak dikirim. Tidak ada uang yang diambil.',
  kept: 'Disimpan untuk Anda, belum masuk ke saldo',
  credited: 'Ditambahkan ke saldo kemudian',
  returning: 'Sedang dikirim kembali',
  returned: 'Sudah dikirim kembali',
  sending: 'Kirim uang',
  paying: 'Pembayaran ke toko',
  transfer: 'Transfer dari bank',
  balanceAfter: 'Saldo setelahnya',
  paymentReference: 'Referensi',
}

const zh: Words = {
  tag: 'zh-CN',
  group: ',',
  decimal: '.',
  statement: '账户账单',
  receipt: '交易凭证',
  period: '期间',
  to: '至',
  holder: '姓名',
  phone: '手机号',
  made: '生成时间',
  zone: '所有时间均为印度尼西亚西部时间（Asia/Jakarta，UTC+7）。',
  opening: '期初余额',
  incoming: '收入合计',
  outgoing: '支出合计',
  closing: '期末余额',
  when: '日期和时间',
  what: '摘要',
  amount: '金额',
  balance: '余额',
  reference: '编号',
  otherSide: '对方',
  currency: '币种',
  none: '这段时间没有资金往来。',
  page: (one, all) => `第 ${one} 页，共 ${all} 页`,
  top_up: '银行充值',
  send: '转账',
  received: '收款',
  shop: '商店付款',
  other: '其他变动',
  from: '付款方',
  payee: '收款方',
  fee: '手续费',
  note: '留言',
  state: '状态',
  paid: '已付款',
  got: '已收款',
  sent: '已转出',
  refused: '未付款，没有扣款。',
  notSent: '没有转出，没有扣款。',
  kept: '已为您保管，尚未计入余额',
  credited: '后来已计入余额',
  returning: '退回中',
  returned: '已退回',
  sending: '转账',
  paying: '商店付款',
  transfer: '银行转账',
  balanceAfter: '交易后余额',
  paymentReference: '编号',
}

export const documentWords: Record<DocumentLanguage, Words> = { en, id, zh }

const zone = 'Asia/Jakarta'

/** Made once for each language: making one costs far more than using it. */
const momentFormats = new Map<string, Intl.DateTimeFormat>()

export function formatMoment(at: Date, { tag }: Words): string {
  let format = momentFormats.get(tag)
  if (!format) {
    const day = { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const
    format = new Intl.DateTimeFormat(tag, { ...day, hourCycle: 'h23', timeZone: zone })
    momentFormats.set(tag, format)
  }
  return format.format(at)
}

export function formatDate(at: Date, { tag }: Words): string {
  return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone }).format(at)
}

/** `Rp1,234,567`, in Indonesian `Rp1.234.567`; sen only where there are some. */
export function formatRupiah(minor: bigint, words: Words, signed = false): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, words.group)
  const sen = digits.slice(-2)
  const sign = minor < 0n ? '−' : signed && minor > 0n ? '+' : ''
  return `${sign}Rp${whole}${sen === '00' ? '' : words.decimal + sen}`
}
