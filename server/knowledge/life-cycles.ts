/** The life of a version: state → move → next state. A move that is not in the table is a bug and throws. */
export const versionMoves = {
  draft: { submit: 'in_review', drop: 'dropped' },
  in_review: { publish: 'published', return: 'draft', drop: 'dropped' },
  published: { supersede: 'superseded' },
  superseded: {},
  dropped: {},
} as const
export type VersionState = keyof typeof versionMoves

type Table = Record<string, Record<string, string>>

/** Whether the table has this move. */
export function may<T extends Table>(table: T, from: keyof T & string, name: string): boolean {
  return table[from]?.[name] !== undefined
}

/** Where this move leads; throws where the table does not have it. */
export function move<T extends Table>(table: T, from: keyof T & string, name: string): keyof T & string {
  const to = table[from]?.[name]
  if (to === undefined) throw new Error(`no move "${name}" from "${from}"`)
  return to
}
