/** The life of a version: state → move → next state. */
export const versionMoves = {
  draft: { submit: 'in_review', drop: 'dropped' },
  in_review: { publish: 'published', return: 'draft', drop: 'dropped' },
  published: { supersede: 'superseded' },
  superseded: {},
  dropped: {},
} as const
export type VersionState = keyof typeof versionMoves
