/** What a supervisor looks at: one part of the place, or a conversation of somebody else's. */
export const parts = ['wallboard', 'staffing', 'quality', 'report'] as const
export type Part = (typeof parts)[number]
export type Looking = { part: Part; caseId: string | null }

export const partPath = (part: Part) => (part === 'wallboard' ? '/supervision' : `/supervision/${part}`)
export const listenPath = (caseId: string) => `/supervision/cases/${caseId}`

export function readLooking(path: string): Looking {
  const [, , part, caseId] = path.split('/')
  if (part === 'cases' && caseId) return { part: 'wallboard', caseId }
  return { part: parts.find((one) => one === part) ?? 'wallboard', caseId: null }
}

/** A wall that nobody touches shows what is true a few seconds ago. */
export const reReadMs = 4_000
