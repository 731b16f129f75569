export type Credit = { account: string; amountMinor: bigint; day: string }
/** `account` is null where the line does not say for which of our customers it was. */
export type BareLine = { account: string | null; amountMinor: bigint; valueOn: string }

const dayMs = 86_400_000

/**
 * Finds lines without a reference by account and amount, their days so far apart at most, and only where the choice does
 * not matter: as many lines as credits, each of which could be each other's. What has amount, account and day in common
 * stands at one place and is judged at once: a bank that hands no reference back writes thousands of lines, many of a
 * round amount. Credits and lines come in the order in which they are paired.
 */
export function pairByAmount<C extends Credit, L extends BareLine>(
  credits: readonly C[],
  lines: readonly L[],
  days: number,
  pair: (line: L, credit: C) => void,
): void {
  const around = createCalendar(days)
  const creditsAt = createPlaces<C>()
  const linesAt = createPlaces<L>()
  for (const credit of credits) for (const place of placesOf(credit)) creditsAt(place).add(credit)
  for (const line of lines) linesAt(placeOf(line)).add(line)
  const rank = new Map(lines.map((line, index) => [line, index]))
  /** What was paired, by amount: a place that could not be decided stays so until something else is. */
  const paired = new Map<bigint, number>()
  const undecided = new Map<string, number>()

  const creditsFor = (line: L) =>
    around(line.valueOn).flatMap((day) => [...creditsAt(placeName(line.amountMinor, line.account, day))])

  /** All lines that could be one of these credits. */
  const linesFor = (chosen: C[]) => {
    const places = onePerPlace(chosen, (credit) => placesOf(credit)[0]!).flatMap((credit) =>
      around(credit.day).flatMap((day) => placesOf({ ...credit, day })),
    )
    return [...new Set(places)].flatMap((place) => [...linesAt(place)])
  }

  for (const line of lines) {
    const place = placeOf(line)
    const before = paired.get(line.amountMinor) ?? 0
    if (!linesAt(place).has(line) || undecided.get(place) === before) continue
    const chosen = creditsFor(line)
    const rivals = linesFor(chosen)
    if (chosen.length !== rivals.length || !isEachAlike(rivals, chosen, around)) {
      undecided.set(place, before)
      continue
    }
    paired.set(line.amountMinor, before + chosen.length)
    rivals.sort((left, right) => rank.get(left)! - rank.get(right)!)
    for (const [index, credit] of chosen.entries()) {
      const rival = rivals[index]!
      linesAt(placeOf(rival)).delete(rival)
      for (const one of placesOf(credit)) creditsAt(one).delete(credit)
      pair(rival, credit)
    }
  }
}

const placeName = (amountMinor: bigint, account: string | null, day: string) => `${amountMinor} ${day} ${account ?? ''}`
const placeOf = (line: BareLine) => placeName(line.amountMinor, line.account, line.valueOn)
/** A credit stands at the place of its account, and at that of lines that name none. */
const placesOf = ({ amountMinor, account, day }: Credit) => [
  placeName(amountMinor, account, day),
  placeName(amountMinor, null, day),
]

function createPlaces<T>() {
  const places = new Map<string, Set<T>>()
  return (place: string): Set<T> => {
    const known = places.get(place)
    if (known) return known
    const fresh = new Set<T>()
    places.set(place, fresh)
    return fresh
  }
}

function onePerPlace<T>(all: readonly T[], place: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [place(one), one])).values()]
}

function isEachAlike(
  lines: readonly BareLine[],
  credits: readonly Credit[],
  around: (day: string) => string[],
): boolean {
  const kinds = onePerPlace(credits, (credit) => placesOf(credit)[0]!)
  return onePerPlace(lines, placeOf).every(({ account, valueOn }) => {
    const near = around(valueOn)
    return kinds.every((credit) => (account === null || account === credit.account) && near.includes(credit.day))
  })
}

/** The days from so many before to so many after one, in their order. Of each day many are asked for. */
function createCalendar(days: number) {
  const known = new Map<string, string[]>()
  return (day: string): string[] => {
    const before = known.get(day)
    if (before) return before
    const middle = Date.parse(day)
    const around = Array.from({ length: 2 * days + 1 }, (_, index) =>
      new Date(middle + (index - days) * dayMs).toISOString().slice(0, 10),
    )
    known.set(day, around)
    return around
  }
}
