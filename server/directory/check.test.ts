import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DirectoryEntry } from '../../contract/directory.ts'
import { judgeSuspect, type Reports, unreported } from './check.ts'
import { drawPhrase, sayPhrase } from './phrase.ts'
import { readSuspects } from './suspect.ts'

const hotline: DirectoryEntry = {
  kind: 'hotline',
  country: 'ID',
  region: null,
  number: '+622150959999',
  hours: [],
  zone: 'Asia/Jakarta',
  languages: ['id'],
  cost: 'local',
}
const entries: DirectoryEntry[] = [
  hotline,
  { kind: 'sender', name: 'DOMPET' },
  { kind: 'site', domain: 'dompet.id' },
  { kind: 'mail', domain: 'dompet.id' },
]
const readSuspect = (text: string) => readSuspects(text)[0]!
const judge = (text: string, reports = unreported) =>
  judgeSuspect(readSuspect(text), { entries, operator: 'Dompet' }, reports)
const verdict = (text: string, reports?: Reports) => judge(text, reports).verdict

test('our own number is known however it is written, and comes with its hours', () => {
  for (const text of [
    '+62 21 5095 9999',
    '021-50959999',
    '(021) 5095.9999',
    'tel:+622150959999',
    '０２１５０９５９９９９',
  ])
    assert.equal(verdict(text), 'ours', text)
  assert.deepEqual(judge('021 5095 9999').hotline, hotline)
})

test('of a long message the link at its end is read', () => {
  const message = `${'Selamat, Anda terpilih sebagai pemenang undian. '.repeat(12)}Klik https://hadiah.example/klaim`
  assert.equal(readSuspect(message).value, 'hadiah.example')
  assert.equal(readSuspect('x'.repeat(2_000)).value.length, 300)
})

test('every other number is not ours, also one digit away, cut short or with something behind it', () => {
  for (const text of ['021-50959998', '+60 21 5095 9999', '50959999', '0215095999', '021 5095 9999 1', '110'])
    assert.equal(verdict(text), 'not_ours', text)
})

test('a link is ours by the domain that it leads to, and by nothing else in it', () => {
  for (const text of ['https://dompet.id', 'dompet.id/help', 'https://bantuan.dompet.id/a?b#c', 'HTTPS://DOMPET.ID.'])
    assert.equal(verdict(text), 'ours', text)
  for (const text of [
    'https://dompet.id.example.com',
    'https://dompet.id@evil.example',
    'https://dompet.id:x@dompet.id',
    'https://dompet.id:8443',
    'https://evil.example/dompet.id',
    'https://dompet-id.com',
    'https://notdompet.id',
    'javascript://dompet.id/%0aalert(1)',
    'ftp://dompet.id',
    'https://dom\u0440et.id',
    'https://bit.ly/dompet',
  ])
    assert.equal(verdict(text), 'not_ours', text)
})

test('what is made to look like ours is said to', () => {
  for (const text of [
    'dompet-bantuan.com',
    'https://d\u043empet.id',
    'https://xn--dmpet-jye.id',
    'domppet.com',
    'd0mpet.xyz',
    'cs@dompet-id.com',
    'DOMPET1',
    'D0MPET',
    'Dornpet',
  ]) {
    const found = judge(text)
    assert.equal(found.verdict, 'not_ours', text)
    assert.match(found.looksLike ?? '', /dompet/i, text)
  }
  for (const text of ['BCA', 'example.com', 'INFO', '+62 812 0000 0000'])
    assert.equal(judge(text).looksLike, null, text)
})

test('a whole message is judged by its link, else by its number', () => {
  const link = readSuspect('Akun Anda diblokir! Klik https://dompet-id.xyz/aktif. Hubungi 0812 3456 7890')
  assert.deepEqual([link.kind, link.value], ['link', 'dompet-id.xyz'])
  const number = readSuspect('Hubungi kami segera di 0812-3456-7890 untuk klaim hadiah')
  assert.deepEqual([number.kind, number.value], ['phone', '+6281234567890'])
  assert.deepEqual(readSuspect('cs@dompet.id').kind, 'mail')
})

test('a message is ours only where all of it is: every link, address and number in it is read', () => {
  const foreign = (text: string) =>
    readSuspects(text).flatMap((suspect) => {
      const { verdict } = judgeSuspect(suspect, { entries, operator: 'Dompet' }, unreported)
      return verdict === 'ours' ? [] : [suspect.value]
    })
  for (const [text, values] of [
    ['Resmi dari https://dompet.id. Aktifkan di https://dompet-aktif.xyz/a', ['dompet-aktif.xyz']],
    ['Lihat dompet.id/help atau hubungi 0812-3456-7890', ['+6281234567890']],
    ['Balas ke halo@dompet.id atau cs@dompet.id.example.com', ['cs@dompet.id.example.com']],
    ['Telepon 021-5095-9999 atau WA +62 812 3456 7890', ['+6281234567890']],
    ['buka dompet.id lalu hadiah.example', ['hadiah.example']],
    ['请打开 https://dompet.id 或 https://dompet.cc', ['dompet.cc']],
  ] as const)
    assert.deepEqual(foreign(text), values, text)
  // Codes, amounts, days and times that stand in our own messages are no numbers to call.
  for (const text of [
    'Kode Anda 482913. Jangan beri tahu siapa pun. https://dompet.id',
    'Rp1.500.000 diterima pada 22-11-2026 19:30. Lihat https://dompet.id/riwayat',
    'Rp 812.345.678 dikirim 02-11-2026 19.30 WIB berhasil.Silakan buka https://dompet.id',
    'Pembayaran 2026-11-22 20:15 gagal, cek dompet.id atau 021-5095-9999',
  ])
    assert.deepEqual(foreign(text), [], text)
})

test('senders and mail addresses are ours by their whole name', () => {
  assert.equal(verdict('dompet'), 'ours')
  assert.equal(verdict('DOMPET INFO'), 'not_ours')
  assert.equal(verdict('halo@dompet.id'), 'ours')
  assert.equal(verdict('halo@dompet.id.example.com'), 'not_ours')
  assert.equal(verdict('dompet.id@evil.example'), 'not_ours')
})

test('one report warns nobody, two do, staff decide; what is ours stays ours', () => {
  assert.equal(verdict('0812 3456 7890', { customers: 1, verdict: null }), 'not_ours')
  assert.equal(verdict('0812 3456 7890', { customers: 2, verdict: null }), 'reported')
  assert.equal(verdict('0812 3456 7890', { customers: 1, verdict: 'confirmed' }), 'reported')
  assert.equal(verdict('0812 3456 7890', { customers: 9, verdict: 'dismissed' }), 'not_ours')
  assert.equal(verdict('021 5095 9999', { customers: 9, verdict: 'confirmed' }), 'ours')
})

test('garbled text is judged, never trusted', () => {
  for (const text of [
    '',
    '   ',
    '\u0000',
    '://',
    'http://',
    '@@@',
    '+',
    '(((',
    '....',
    '\ud83d\ude00'.repeat(100),
    'http://[::1',
  ])
    assert.equal(verdict(text), 'not_ours', JSON.stringify(text))
})

test('text that grows when it is written plainly stays within its bound', () => {
  for (const letter of ['ﷺ', 'ß', '㍿', 'ü'])
    for (const text of [letter.repeat(300), `https://${letter.repeat(280)}.com`, `a@${letter.repeat(200)}.com`]) {
      const { value, understood } = readSuspect(text)
      assert.ok(value.length <= 300 && understood.length <= 300 && value.isWellFormed())
    }
})

test('a phrase has two different words, in each language', () => {
  const seen = new Set<string>()
  for (let first = 0; first < 96; first += 1)
    for (const second of [0, 47, 94]) {
      const draws = [first, second]
      const phrase = drawPhrase(() => draws.shift()!)
      assert.notEqual(phrase.first, phrase.second)
      for (const language of ['zh', 'id', 'en'] as const) {
        const words = sayPhrase(phrase, language)
        assert.ok(words.every((word) => word.length > 0) && words[0] !== words[1])
        seen.add(`${language}:${words[0]}`)
      }
    }
  assert.equal(seen.size, 3 * 96, 'no word stands twice in the list')
})
