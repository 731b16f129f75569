import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Changed } from '../../ui/net/socket.ts'
import { useLiveChanges } from '../../ui/net/useLive.tsx'
import { readAllAgain } from './reconciliation.ts'

/** Reads the books again when a statement came in or somebody decided. */
export function useFreshBooks(): void {
  const queries = useQueryClient()
  const onChanged = useCallback((what: Changed) => void (what === 'books' && readAllAgain(queries)), [queries])
  useLiveChanges(onChanged)
}
