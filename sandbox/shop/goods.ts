/** What Toko Sari sells. Prices in whole rupiah. */
export interface Good {
  id: string
  priceRupiah: number
  name: { en: string; id: string; zh: string }
}

export const goods: Good[] = [
  {
    id: 'coffee',
    priceRupiah: 68_000,
    name: { en: 'Gayo coffee, 250 g', id: 'Kopi Gayo, 250 g', zh: '加幽咖啡 250 克' },
  },
  {
    id: 'tea',
    priceRupiah: 18_500,
    name: { en: 'Jasmine tea, 20 bags', id: 'Teh melati, 20 kantong', zh: '茉莉花茶 20 包' },
  },
  {
    id: 'sambal',
    priceRupiah: 42_000,
    name: { en: 'Roa sambal, 150 g', id: 'Sambal roa, 150 g', zh: '罗阿辣酱 150 克' },
  },
  { id: 'basket', priceRupiah: 145_000, name: { en: 'Rattan basket', id: 'Keranjang rotan', zh: '藤编篮子' } },
  { id: 'scarf', priceRupiah: 325_000, name: { en: 'Batik scarf', id: 'Selendang batik', zh: '蜡染围巾' } },
]
