import type { DeskRequest } from '../../../contract/requests.ts'
import type { Meaning } from '../../ui/parts/Notice.tsx'

export const requestsPath = '/requests'
export const requestPath = (requestId: string) => `/requests/${requestId}`

export function requestAt(path: string): string | null {
  return /^\/requests\/([^/]+)/.exec(path)?.[1] ?? null
}

export const stateMeanings: Record<DeskRequest['state'], Meaning> = {
  waiting: 'warn',
  approved: 'good',
  rejected: 'info',
  lapsed: 'info',
}
