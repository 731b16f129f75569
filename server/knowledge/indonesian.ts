import { readSpellings } from './spellings.ts'

/** How people type in a hurry, and near words that mean the same here. Made of general chat language, not of single questions. */
const spellings = readSpellings(`
  tidak: ga gak gk g ngga nggak enggak engga tdk tak kagak nda
  bisa: bs gabisa gakbisa gabs gbs
  mau: gamau gakmau pengen pengin ingin
  sudah: udah udh dah sdh
  belum: blm belom blom
  uang: duit dana
  hp: hape handphone ponsel henpon smartphone
  hilang: ilang kehilangan
  sampai: nyampe sampe
  habis: abis
  kalau: kalo klo
  pakai: pake pk
  dapat: dapet dpt
  nomor: nomer
  rekening: norek rek
  transfer: trf tf tranfer trasfer
  telepon: telp tlp telpon telfon
  whatsapp: wa
  kunci: kekunci
  potong: kepotong
  blokir: keblokir
  komplain: komplen komplin
  batal: batalin
  kembali: balik balikin
  aman: amanin
  ubah: ganti rubah
  bicara: ngomong ngobrol
  aku: mengaku ngaku
  tanya: nanya
  buat: bikin
  antre: antri antrian antrean
  kedaluwarsa: kadaluarsa kadaluwarsa kedaluarsa expired
  scan: skan pindai memindai
  petugas: cs
  sandi: password pasword passwordnya
  masuk: login
  jaringan: sinyal koneksi internet wifi
  berapa: brp
  huruf: tulisan teks font
  curi: maling copet rampok
`)

/** Said in every question and in no way telling. */
const emptyWords = new Set(
  `
    yang di ke dari dan atau ini itu saya aku gue gw anda kamu kami kita nya dong sih ya yg kok deh nih aja saja
    mulu terus lagi pas untuk utk pada dengan dgn adalah ada apa bagaimana gimana gmn kenapa mengapa bukan apakah
    kah tapi tetapi padahal waktu saat jika kalau akan agar supaya juga oleh sudah tidak bisa mau
  `
    .trim()
    .split(/\s+/),
)

/** A stem shorter than this no longer says what the word was. */
const shortestStem = 3

/** "me" and "pe" swallow the first consonant of some words: mengirim is kirim, menarik is tarik, memakai is pakai. */
const swallowed: readonly [RegExp, string][] = [
  [/^(?:[mp]e)?ng(?=[aiueo])/, 'k'],
  [/^(?:[mp]e)?ny(?=[aiueo])/, 's'],
  [/^(?:[mp]e)?n(?=[aiueo])/, 't'],
  [/^[mp]em(?=[aiueo])/, 'p'],
]

/**
 * The word without its common endings and beginnings (light stemming), and the other readings that it may have, so that
 * "mengembalikan", "dikembalikan", "balikin" and "kembali" meet. It may cut too much; articles and questions are cut alike.
 */
function stems(word: string): string[] {
  const bare = strip(strip(word, /(?:lah|kah|nya|ku|mu)$/), /(?:kan|an|in|i)$/)
  const cut = strip(bare, /^(?:di|ke|ter|ber|se)/)
  if (cut !== bare) return [cut]
  const readings = swallowed.filter(([part]) => part.test(bare)).map(([part, first]) => bare.replace(part, first))
  return [strip(bare, /^(?:me|pe)(?:ng|ny|mp|m|n|r|l)?/), ...readings]
}

function strip(word: string, part: RegExp): string {
  const rest = word.replace(part, '')
  return rest.length >= shortestStem ? rest : word
}

/**
 * The words of Indonesian text: everyday spellings read as the dictionary's, empty words left out, the rest with its stems. The
 * whole word stays beside them, because a slip of the finger in its ending hides the stem.
 */
export function indonesianWords(words: readonly string[]): string[] {
  return words
    .map((word) => spellings.get(word) ?? word)
    .filter((word) => !emptyWords.has(word))
    .flatMap((word) => [...new Set([word, ...stems(word)])])
    .map((word) => spellings.get(word) ?? word)
}
