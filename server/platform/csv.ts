/** Tells spreadsheets that the text is UTF-8. */
export const byteOrderMark = '\uFEFF'

/** What a spreadsheet would take for a formula gets an apostrophe, which it takes for "this is text". */
export const csvText = (value: string) => (/^[=+\-@\t\r\n＝＋－＠]/u.test(value.trimStart()) ? `'${value}` : value)

/** One line of RFC 4180. */
export const csvRow = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`

const quoted = (cell: string) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

const offsetMs = 7 * 3_600_000

/** In the operator's time, with its offset: 2026-11-22T14:05:09+07:00. */
export const csvMoment = (at: Date) => `${new Date(at.getTime() + offsetMs).toISOString().slice(0, 19)}+07:00`
