import type { z } from 'zod'
import type { topic } from '../../../contract/chat.ts'

export type Topic = z.infer<typeof topic>

/** The contract's list, which the browser has only as types. */
export const topics = [
  'payment',
  'top_up',
  'account',
  'safety',
  'refund',
  'complaint',
  'other',
] as const satisfies readonly Topic[]

export const parts = ['teams', 'agents', 'categories', 'targets', 'closing', 'criteria', 'changes'] as const
export type Part = (typeof parts)[number]
export type Looking = { part: Part; teamId: string | null }

/** In the place of an id: a team that is yet to be. */
export const newTeam = 'new'

export const partPath = (part: Part) => (part === 'teams' ? '/settings' : `/settings/${part}`)
export const teamPath = (teamId: string) => `/settings/teams/${teamId}`

export function readLooking(path: string): Looking {
  const [, , part, id] = path.split('/')
  return { part: parts.find((one) => one === part) ?? 'teams', teamId: part === 'teams' && id ? id : null }
}

/** What a thing of this English name is stored under: its Latin letters; empty where there are too few. */
export function codeFrom(english: string): string {
  const code = english
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
  return code.length < 2 ? '' : code
}
