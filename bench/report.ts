/** One figure of a benchmark beside its baseline from the same run. */
export type Figure = {
  bench: string
  value: number
  unit: string
  baseline: number
  ratio: number
  diffMs?: number
  /** What the project promises, for the reader; never asserted in a test. */
  wanted?: string
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!
}

const rounded = (value: number) => Number(value.toPrecision(4))

/** The figure of several rounds: medians, and the median of the rounds' own ratios, since machines drift. */
export function compare(bench: string, unit: string, rounds: { value: number; baseline: number }[]): Figure {
  return {
    bench,
    value: rounded(median(rounds.map((round) => round.value))),
    unit,
    baseline: rounded(median(rounds.map((round) => round.baseline))),
    ratio: rounded(median(rounds.map((round) => round.value / round.baseline))),
  }
}

export function print(figure: Figure, asJson: boolean) {
  const { wanted, ...plain } = figure
  if (asJson) console.log(JSON.stringify(plain))
  else {
    const difference = figure.diffMs === undefined ? `${figure.ratio} x` : `${figure.diffMs} ms more`
    console.log(
      `${figure.bench.padEnd(18)} ${figure.value} ${figure.unit}, baseline ${figure.baseline}: ${difference}${wanted ? ` (wanted ${wanted})` : ''}`,
    )
  }
}
