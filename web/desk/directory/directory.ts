import type { QueryClient } from '@tanstack/react-query'
import { type DirectoryEntry, readDirectoryDesk } from '../../../contract/directory.ts'
import { keyOf } from '../../ui/net/query.ts'

/** What an entry is known by. */
export function nameOf(entry: DirectoryEntry): string {
  switch (entry.kind) {
    case 'hotline':
      return entry.number
    case 'sender':
      return entry.name
    case 'site':
    case 'mail':
      return entry.domain
  }
}

export function readAllAgain(queries: QueryClient): Promise<unknown> {
  return queries.invalidateQueries({ queryKey: keyOf(readDirectoryDesk) })
}
