import type { Report } from '../../contract/supervision.ts'
import { byteOrderMark, csvRow, csvText } from '../platform/csv.ts'

type Figures = Record<string, number | null>

/** One figure a row, so that a spreadsheet turns it as it likes. Names are the contract's; shares are left to the reader. */
export function reportAsCsv({ days, satisfaction, service, diagnosis }: Report): string {
  const rows = [
    ...days.flatMap(({ day, ...figures }) => figureRows('day', day, figures)),
    ...satisfaction.agents.flatMap(({ name, ...figures }) => figureRows('satisfaction by agent', name, figures)),
    ...satisfaction.categories.flatMap(({ category, ...figures }) =>
      figureRows('satisfaction by category', category, figures),
    ),
    ...service.flatMap(({ measure, category, channel, ...figures }) =>
      figureRows('promised times', `${measure} / ${category} / ${channel}`, figures),
    ),
    ...diagnosis.flatMap(({ rule, ...figures }) => figureRows('likely causes', rule, figures)),
  ]
  return byteOrderMark + csvRow(['part', 'subject', 'figure', 'value']) + rows.join('')
}

function figureRows(part: string, subject: string, figures: Figures): string[] {
  return Object.entries(figures).map(([figure, value]) =>
    csvRow([part, csvText(subject), figure, value === null ? '' : String(value)]),
  )
}
