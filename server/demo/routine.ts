import type { Calendar } from './calendar.ts'
import type { PersonKey, ShopKey } from './people.ts'
import type { Step } from './steps.ts'

type Habit = {
  who: PersonKey
  shop: ShopKey
  /** Earliest time of day; it varies by minutes from day to day. */
  time: string
  fromDaysAgo: number
  everyDays: number
  rupiah: number[]
  /** Days on which something else happens. */
  notDaysAgo?: number[]
}

const habits: Habit[] = [
  { who: 'dewi', shop: 'kopi', time: '07:20', fromDaysAgo: 27, everyDays: 2, rupiah: [28_000, 32_000, 25_000, 34_000] },
  { who: 'dewi', shop: 'warung', time: '12:05', fromDaysAgo: 26, everyDays: 2, rupiah: [27_000, 31_000, 24_000] },
  { who: 'dewi', shop: 'tokoSari', time: '19:00', fromDaysAgo: 25, everyDays: 6, rupiah: [87_500, 124_000, 63_000] },
  { who: 'agus', shop: 'warung', time: '11:40', fromDaysAgo: 26, everyDays: 2, rupiah: [18_000, 21_000, 19_500] },
  { who: 'agus', shop: 'kopi', time: '16:10', fromDaysAgo: 23, everyDays: 7, rupiah: [22_000, 26_000] },
  {
    who: 'mei',
    shop: 'warung',
    time: '12:20',
    fromDaysAgo: 27,
    everyDays: 3,
    rupiah: [86_000, 124_000, 67_000],
    notDaysAgo: [12],
  },
  { who: 'mei', shop: 'tokoSari', time: '16:00', fromDaysAgo: 25, everyDays: 6, rupiah: [240_000, 185_000] },
  { who: 'daniel', shop: 'kopi', time: '08:05', fromDaysAgo: 26, everyDays: 2, rupiah: [45_000, 38_000, 52_000] },
  { who: 'daniel', shop: 'tokoSari', time: '18:30', fromDaysAgo: 24, everyDays: 7, rupiah: [112_000, 96_500] },
  { who: 'emma', shop: 'kopi', time: '09:25', fromDaysAgo: 24, everyDays: 3, rupiah: [41_000, 36_000, 47_000] },
  { who: 'emma', shop: 'warung', time: '13:00', fromDaysAgo: 23, everyDays: 4, rupiah: [35_000, 29_000] },
  { who: 'siti', shop: 'tokoSari', time: '09:10', fromDaysAgo: 25, everyDays: 5, rupiah: [48_000, 61_500, 39_000] },
  { who: 'siti', shop: 'warung', time: '10:00', fromDaysAgo: 22, everyDays: 8, rupiah: [15_000, 18_000] },
]

/** Widest variation of a habit's time. */
const spreadMinutes = 35

/** Joining, money coming in, the shops of every day, and what people send each other. */
export function routineOf(calendar: Calendar): Step[] {
  const shopping = habits.flatMap((habit) => stepsOf(habit, calendar))
  return [...arrivals(calendar), ...moneyIn(calendar), ...shopping, ...sends(calendar), ...today(calendar)]
}

function stepsOf(
  { who, shop, time, fromDaysAgo, everyDays, rupiah, notDaysAgo = [] }: Habit,
  { day }: Calendar,
): Step[] {
  const steps: Step[] = []
  for (let daysAgo = fromDaysAgo; daysAgo >= 1; daysAgo -= everyDays) {
    if (notDaysAgo.includes(daysAgo)) continue
    const at = new Date(day(daysAgo, time).getTime() + ((daysAgo * 13) % spreadMinutes) * 60_000)
    steps.push({ at, do: 'pay', who, to: { shop }, rupiah: rupiah[steps.length % rupiah.length]! })
  }
  return steps
}

function arrivals({ day }: Calendar): Step[] {
  return [
    { at: day(28, '08:12'), do: 'join', who: 'dewi' },
    { at: day(28, '09:05'), do: 'join', who: 'mei' },
    { at: day(27, '09:48'), do: 'join', who: 'agus' },
    { at: day(27, '17:30'), do: 'join', who: 'daniel' },
    { at: day(26, '10:20'), do: 'join', who: 'siti' },
    { at: day(25, '15:02'), do: 'join', who: 'emma' },
    { at: day(14, '07:10'), do: 'sign_in', who: 'dewi' },
    { at: day(12, '08:55'), do: 'sign_in', who: 'mei' },
    { at: day(10, '11:20'), do: 'sign_in', who: 'agus' },
    { at: day(8, '07:50'), do: 'sign_in', who: 'daniel' },
    { at: day(6, '09:02'), do: 'sign_in', who: 'siti' },
  ]
}

function moneyIn({ day, late }: Calendar): Step[] {
  return [
    { at: day(28, '08:30'), do: 'top_up', who: 'dewi', rupiah: 1_500_000 },
    { at: day(28, '09:30'), do: 'top_up', who: 'mei', rupiah: 10_000_000 },
    { at: day(27, '10:05'), do: 'top_up', who: 'agus', rupiah: 300_000 },
    { at: day(27, '17:44'), do: 'top_up', who: 'daniel', rupiah: 2_000_000 },
    { at: day(25, '15:20'), do: 'top_up', who: 'emma', rupiah: 1_500_000 },
    { at: day(24, '08:40'), do: 'top_up', who: 'siti', rupiah: 200_000 },
    { at: day(20, '10:15'), do: 'top_up', who: 'mei', rupiah: 8_000_000, fault: 'bookLate' },
    { at: day(19, '20:02'), do: 'top_up', who: 'dewi', rupiah: 800_000 },
    { at: day(17, '18:25'), do: 'top_up', who: 'agus', rupiah: 250_000, fault: 'bookBare' },
    { at: day(15, '12:00'), do: 'top_up', who: 'daniel', rupiah: 1_500_000 },
    { at: day(11, '19:12'), do: 'top_up', who: 'emma', rupiah: 750_000 },
    { at: day(9, '09:00'), do: 'top_up', who: 'dewi', rupiah: 1_500_000, fault: 'bookTwice' },
    { at: day(6, '10:31'), do: 'top_up', who: 'mei', rupiah: 9_000_000, fault: 'bookChanged' },
    { at: day(5, '08:15'), do: 'top_up', who: 'daniel', rupiah: 750_000 },
    { at: late(65), do: 'top_up', who: 'dewi', rupiah: 150_000 },
  ]
}

function sends({ day }: Calendar): Step[] {
  const send = (at: Date, who: PersonKey, person: PersonKey, rupiah: number, note: string): Step => ({
    at,
    do: 'pay',
    who,
    to: { person },
    rupiah,
    note,
  })
  return [
    send(day(26, '18:10'), 'dewi', 'siti', 300_000, 'Untuk belanja Ibu'),
    send(day(22, '14:05'), 'mei', 'agus', 750_000, '送货费'),
    send(day(21, '13:12'), 'dewi', 'agus', 45_000, 'Patungan makan siang'),
    send(day(20, '17:40'), 'daniel', 'emma', 350_000, 'Surf lesson, thank you'),
    send(day(18, '20:15'), 'dewi', 'mei', 500_000, 'Iuran arisan'),
    send(day(16, '08:31'), 'agus', 'dewi', 60_000, 'Ganti tiket kereta'),
    send(day(15, '10:03'), 'mei', 'dewi', 400_000, '生日快乐'),
    send(day(13, '23:05'), 'emma', 'daniel', 120_000, 'My half of the taxi'),
    send(day(12, '18:20'), 'dewi', 'siti', 300_000, 'Untuk belanja Ibu'),
    send(day(11, '15:20'), 'siti', 'agus', 25_000, 'Ongkos antar galon'),
    send(day(9, '19:45'), 'dewi', 'agus', 960_000, 'Servis AC dan pasang baru'),
    send(day(8, '12:12'), 'daniel', 'mei', 500_000, 'Flowers for the wedding'),
    send(day(5, '16:50'), 'agus', 'siti', 50_000, 'Kembalian belanja, Bu'),
    send(day(2, '17:25'), 'dewi', 'siti', 180_000, 'Obat Ibu'),
    send(day(3, '20:40'), 'dewi', 'emma', 450_000, 'Les bahasa Inggris bulan ini'),
  ]
}

function today({ late }: Calendar): Step[] {
  return [
    { at: late(205), do: 'pay', who: 'dewi', to: { shop: 'kopi' }, rupiah: 28_000 },
    { at: late(188), do: 'pay', who: 'daniel', to: { shop: 'kopi' }, rupiah: 45_000 },
    { at: late(131), do: 'pay', who: 'siti', to: { shop: 'warung' }, rupiah: 18_000 },
    { at: late(74), do: 'pay', who: 'mei', to: { shop: 'warung' }, rupiah: 86_000 },
  ]
}
