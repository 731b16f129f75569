/** A life cycle as data: state → move → next state. Each area has its tables in its `life-cycles.ts`. */
type LifeCycle = Record<string, Record<string, string>>

/** Whether the table has this move. */
export function may<T extends LifeCycle>(table: T, from: keyof T & string, name: string): boolean {
  return table[from]?.[name] !== undefined
}

/** Where this move leads. A move that is not in the table is a bug and throws. */
export function move<T extends LifeCycle>(table: T, from: keyof T & string, name: string): keyof T & string {
  const to = table[from]?.[name]
  if (to === undefined) throw new Error(`no move "${name}" from "${from}"`)
  return to
}
