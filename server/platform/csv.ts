/** Tells spreadsheets that the text is UTF-8. */
export const byteOrderMark = '\uFEFF'

/** What a spreadsheet would take for a formula gets an apostrophe, which it takes for "this is text". */
export const csvText = (value: string) => (/^[=+\-@\t\r\n＝＋－＠]/u.test(value.trimStart()) ? `'${value}` : value)

/** One line of RFC 4180. */
export const csvRow = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`

const quoted = (cell: string) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
