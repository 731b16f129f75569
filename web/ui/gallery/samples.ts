import type { Language } from '../i18n/language.ts'

/** What the gallery's people and shops say, so that each language is looked at with words of real length. */
type Samples = {
  greeting: string
  balance: string
  add: string
  send: string
  scan: string
  history: string
  pay: string
  freeze: string
  sending: string
  reason: string
  phone: string
  phoneHint: string
  phoneFault: string
  password: string
  code: string
  amount: string
  amountHint: string
  pinFor: string
  pinFault: string
  topic: string
  topics: readonly [string, string, string]
  topicAbout: string
  simple: string
  simpleAbout: string
  note: string
  today: string
  emptyTitle: string
  emptyText: string
  question: string
  answer: string
  receipt: readonly [string, string, string]
  saved: string
  notices: readonly (readonly [string, string])[]
  joined: string
}

export const samples: Record<Language, Samples> = {
  en: {
    greeting: 'Good evening, Rina',
    balance: 'Your balance',
    add: 'Add money',
    send: 'Send',
    scan: 'Scan to pay',
    history: 'History',
    pay: 'Pay Rp20,000',
    freeze: 'Freeze my account',
    sending: 'Sending to Budi',
    reason: 'Choose a person first.',
    phone: 'Phone number',
    phoneHint: 'We send a code to this number.',
    phoneFault: 'One figure seems to be missing.',
    password: 'Password',
    code: 'Code from the SMS',
    amount: 'How much?',
    amountHint: 'You have Rp1,250,000.',
    pinFor: 'PIN to send Rp20,000 to Budi Santoso',
    pinFault: 'The PIN was wrong. 2 tries are left.',
    topic: 'What is it about?',
    topics: ['A payment', 'My account', 'Something else'],
    topicAbout: 'Not paid, paid twice, wrong amount',
    simple: 'Large and simple',
    simpleAbout: 'Larger words and buttons, fewer things at once',
    note: 'A word with it',
    today: 'Today',
    emptyTitle: 'Nothing here yet',
    emptyText: 'Each payment appears here with its whole story. The first step is adding money.',
    question: 'Good evening. My payment at Kopi Tugu did not go through, but the shop says it did.',
    answer: 'Good evening, Rina. I am looking at that payment with you now. Nothing was taken from your balance.',
    receipt: ['To', 'Fee', 'Reference'],
    saved: 'Language saved',
    notices: [
      ['Received', 'Rp50,000 from Sari is in your balance.'],
      ['This network is open', 'Others may listen. Your payments stay encrypted.'],
      ['Not paid', 'The bank did not accept the transfer. Nothing was taken.'],
      ['Fees change on 1 December', 'You can read the new ones now.'],
    ],
    joined: 'Sari answers now',
  },
  id: {
    greeting: 'Selamat malam, Rina',
    balance: 'Saldo Anda',
    add: 'Isi saldo',
    send: 'Kirim',
    scan: 'Pindai bayar',
    history: 'Riwayat',
    pay: 'Bayar Rp20.000',
    freeze: 'Bekukan akun saya',
    sending: 'Mengirim ke Budi',
    reason: 'Pilih penerima dulu.',
    phone: 'Nomor telepon',
    phoneHint: 'Kami kirim kode ke nomor ini.',
    phoneFault: 'Sepertinya kurang satu angka.',
    password: 'Kata sandi',
    code: 'Kode dari SMS',
    amount: 'Berapa?',
    amountHint: 'Saldo Anda Rp1.250.000.',
    pinFor: 'PIN untuk mengirim Rp20.000 ke Budi Santoso',
    pinFault: 'PIN salah. Tersisa 2 percobaan.',
    topic: 'Tentang apa?',
    topics: ['Pembayaran', 'Akun saya', 'Hal lain'],
    topicAbout: 'Tidak terbayar, terbayar dua kali, jumlah salah',
    simple: 'Besar dan sederhana',
    simpleAbout: 'Huruf dan tombol lebih besar, isi lebih sedikit',
    note: 'Pesan singkat',
    today: 'Hari ini',
    emptyTitle: 'Belum ada apa-apa',
    emptyText: 'Setiap pembayaran tampil di sini dengan ceritanya. Langkah pertama adalah mengisi saldo.',
    question: 'Selamat malam. Pembayaran saya di Kopi Tugu tidak berhasil, tetapi toko bilang sudah.',
    answer: 'Selamat malam, Rina. Saya sedang melihat pembayaran itu bersama Anda. Saldo Anda tidak berkurang.',
    receipt: ['Kepada', 'Biaya', 'Referensi'],
    saved: 'Bahasa tersimpan',
    notices: [
      ['Diterima', 'Rp50.000 dari Sari sudah masuk saldo Anda.'],
      ['Jaringan ini terbuka', 'Orang lain mungkin mendengar. Pembayaran Anda tetap terenkripsi.'],
      ['Tidak dibayar', 'Bank tidak menerima transfer. Tidak ada uang yang diambil.'],
      ['Biaya berubah 1 Desember', 'Anda bisa membacanya sekarang.'],
    ],
    joined: 'Sari sekarang menjawab',
  },
  zh: {
    greeting: '丽娜，晚上好',
    balance: '您的余额',
    add: '充值',
    send: '转账',
    scan: '扫码付款',
    history: '交易记录',
    pay: '支付 Rp20,000',
    freeze: '冻结我的账户',
    sending: '正在转给 Budi',
    reason: '请先选择收款人。',
    phone: '手机号码',
    phoneHint: '我们会向这个号码发送验证码。',
    phoneFault: '好像少了一位数字。',
    password: '密码',
    code: '短信验证码',
    amount: '多少钱？',
    amountHint: '您有 Rp1,250,000。',
    pinFor: '输入 PIN 码，向 Budi Santoso 转账 Rp20,000',
    pinFault: 'PIN 码不正确，还可以尝试 2 次。',
    topic: '关于什么？',
    topics: ['一笔付款', '我的账户', '其他事情'],
    topicAbout: '未付成功、重复付款、金额不对',
    simple: '大字简洁',
    simpleAbout: '字和按钮更大，一次只看最要紧的内容',
    note: '附言',
    today: '今天',
    emptyTitle: '这里还没有内容',
    emptyText: '每笔付款都会连同经过显示在这里。第一步是充值。',
    question: '晚上好。我在 Kopi Tugu 付款没有成功，可是店家说收到了。',
    answer: '丽娜，晚上好。我正在和您一起看这笔付款，您的余额没有减少。',
    receipt: ['收款方', '手续费', '编号'],
    saved: '语言已保存',
    notices: [
      ['已收款', '来自 Sari 的 Rp50,000 已进入您的余额。'],
      ['这是公共网络', '可能有人监听，您的付款仍是加密的。'],
      ['未付款', '银行没有接受这笔转账，没有扣款。'],
      ['12 月 1 日起手续费有变动', '您现在就可以查看。'],
    ],
    joined: 'Sari 正在为您服务',
  },
}
