import { Readable } from 'node:stream'
import type { Received } from '../../contract/route.ts'
import type { settingChangesCsv } from '../../contract/setting-changes.ts'
import { type SettingChangeRow, selectSettingChanges } from '../audit/setting.sql.ts'
import { byteOrderMark, csvRow, csvText } from '../platform/csv.ts'
import type { Db } from '../platform/database.ts'
import { momentOf } from '../policy/calendar.ts'
import { namesIn } from './setting-changes.ts'

type Query = Received<typeof settingChangesCsv>['query']

const changesPerRead = 200

/** The record of changed settings as a file, written while it is read: as much is fetched as the reader takes. */
export function settingChangesAsCsv(db: Db, query: Query): Readable {
  return Readable.from(lines(db, query))
}

async function* lines(db: Db, { subject, language }: Query): AsyncGenerator<string> {
  yield byteOrderMark + csvRow(['at', 'by', 'subject', 'deed', 'key', 'title', 'field', 'before', 'after'])
  let before: string | undefined
  for (;;) {
    const changes = await selectSettingChanges(db, { subject, before, limit: changesPerRead })
    const names = await namesIn(db, changes)
    yield changes.flatMap((change) => rowsOf(change, language, names)).join('')
    if (changes.length < changesPerRead) return
    before = changes.at(-1)?.id
  }
}

/** One field a row. */
function rowsOf(change: SettingChangeRow, language: Query['language'], names: Map<string, string>): string[] {
  const { at, by, subject, deed, key, title, before, after } = change
  const what = [momentOf(at), by, subject, deed, key, typeof title === 'string' ? title : (title?.[language] ?? '')]
  const was = new Map<string, unknown>(Object.entries(before))
  const is = new Map<string, unknown>(Object.entries(after))
  return [...new Set([...was.keys(), ...is.keys()])].map((field) =>
    csvRow([...what, field, cell(was.get(field), names), cell(is.get(field), names)].map(csvText)),
  )
}

/** Agents and teams by name, lists as their members; a cell without anything did not stand, or held nothing. */
function cell(value: unknown, names: Map<string, string>): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((one) => cell(one, names)).join('; ')
  if (typeof value === 'object') return JSON.stringify(value)
  return names.get(String(value)) ?? String(value)
}
