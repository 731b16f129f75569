import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Keeps what `make` makes in a file that only its owner reads, where there is no such file yet. Of processes that start
 * at once one is first and the others find its file, whole: it gets its name when everything is in it.
 */
export function keepOnce(file: string, make: () => string | Buffer): void {
  if (existsSync(file)) return
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, make(), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}
