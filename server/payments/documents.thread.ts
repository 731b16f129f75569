import { runPress } from '../platform/press-thread.ts'
import { receiptSetter } from './receipt.pdf.ts'
import { statementSetter } from './statement.pdf.ts'

/** What the thread of `documents.ts` can set. */
const setters = { statement: statementSetter, receipt: receiptSetter }
export type DocumentName = keyof typeof setters

runPress(setters)
