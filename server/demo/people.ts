import type { Language, Staff } from '../../contract/identity.ts'

/** One password and PIN for everybody: a world to look at, never for real money. */
export const demoPassword = 'kopi-tubruk-pagi-7'
export const demoPin = '271828'

export type Person = { name: string; phone: string; language: Language; device: string; note: string }

export const people = {
  dewi: {
    name: 'Dewi Anggraini',
    phone: '+62 811-1000-011',
    language: 'id',
    device: 'Chrome, Android',
    note: 'everyday customer; waits for an answer about a refused payment',
  },
  agus: {
    name: 'Agus Prasetyo',
    phone: '+62 811-1000-022',
    language: 'id',
    device: 'Samsung Internet, Android',
    note: 'PIN locked for the first half hour; five wrong PINs lock it again',
  },
  mei: {
    name: 'Lim Mei Hua',
    phone: '+62 811-1000-033',
    language: 'zh',
    device: 'Safari, iPhone',
    note: 'keeps a large balance; reached her daily limit and talked with Wei',
  },
  daniel: {
    name: 'Daniel Okafor',
    phone: '+62 811-1000-044',
    language: 'en',
    device: 'Firefox, Android',
    note: 'has met nearly every way in which a payment can be refused',
  },
  emma: {
    name: 'Emma Clarke',
    phone: '+62 811-1000-055',
    language: 'en',
    device: 'Safari, iPhone',
    note: 'froze her account; talks with Sari now',
  },
  siti: {
    name: 'Siti Rohani',
    phone: '+62 811-1000-066',
    language: 'id',
    device: 'Chrome, Android',
    note: 'elderly; pays little and carefully',
  },
} satisfies Record<string, Person>

export type PersonKey = keyof typeof people

type Member = Pick<Staff, 'name' | 'email' | 'roles' | 'languages'>

export const staff = {
  sari: { name: 'Sari', email: 'sari@dompet.example', roles: ['agent'], languages: ['id', 'en'] },
  wei: { name: 'Wei', email: 'wei@dompet.example', roles: ['agent'], languages: ['zh', 'en'] },
  budi: { name: 'Budi', email: 'budi@dompet.example', roles: ['supervisor'], languages: ['id', 'en'] },
  rina: { name: 'Rina', email: 'rina@dompet.example', roles: ['risk'], languages: ['id', 'en'] },
  fajar: { name: 'Fajar', email: 'fajar@dompet.example', roles: ['finance'], languages: ['id'] },
  maya: { name: 'Maya', email: 'maya@dompet.example', roles: ['finance'], languages: ['zh', 'en'] },
  ning: { name: 'Ning', email: 'ning@dompet.example', roles: ['editor'], languages: ['zh', 'id', 'en'] },
  arif: { name: 'Arif', email: 'arif@dompet.example', roles: ['admin'], languages: ['id', 'en'] },
} satisfies Record<string, Member>

export type StaffKey = keyof typeof staff

type ShopData = { name: string; city: string; category: string; state?: 'closed'; acceptsWallet?: false }

/** Categories are ISO 18245 codes. Toko Sari is the shop that the sandbox plays. */
export const shops = {
  warung: { name: 'Warung Bu Tini', city: 'Jakarta', category: '5812' },
  tokoSari: { name: 'Toko Sari', city: 'Yogyakarta', category: '5411' },
  kopi: { name: 'Kopi Senja', city: 'Bandung', category: '5814' },
  books: { name: 'Toko Buku Pelita', city: 'Semarang', category: '5942', state: 'closed' },
  pharmacy: { name: 'Apotek Sehat', city: 'Denpasar', category: '5912', acceptsWallet: false },
} satisfies Record<string, ShopData>

export type ShopKey = keyof typeof shops
