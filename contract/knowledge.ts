import { z } from 'zod'
import { type Language, language } from './identity.ts'
import { readMarkdown } from './markdown.ts'
import { route } from './route.ts'

/** Most characters of the parts of an article. */
export const articleLimits = { title: 80, summary: 160, keywords: 1000, actionLabel: 40, body: 8000 } as const
export const articleFields = ['title', 'summary', 'keywords', 'actionLabel', 'body'] as const
export type ArticleField = (typeof articleFields)[number]

/** Paths of the customer app that an article may lead to: only what works today. */
export const actionPaths = [
  '/add-money',
  '/scan',
  '/send',
  '/history',
  '/help/chat',
  '/fees',
  '/signup',
  '/settings',
  '/settings/limits',
  '/settings/pin',
  '/settings/freeze',
  '/safety',
  '/safety/call',
  '/safety/numbers',
] as const

/** One language of an article as it is written; a draft may be unfinished. */
export const articleText = z.strictObject({
  title: z.string().max(articleLimits.title),
  summary: z.string().max(articleLimits.summary),
  /** Words that people use for this, apart from those of the text. */
  keywords: z.string().max(articleLimits.keywords),
  actionLabel: z.string().max(articleLimits.actionLabel),
  /** The small Markdown of `markdown.ts`. */
  body: z.string().max(articleLimits.body),
})
export type ArticleText = z.infer<typeof articleText>
export const articleTexts = z.strictObject({ zh: articleText, id: articleText, en: articleText })
export type ArticleTexts = z.infer<typeof articleTexts>

export type ArticleFault = { language: Language; field: ArticleField; fault: 'empty' | 'bold' }

/** What is still missing before an article can be read by customers; the editor shows it, the server insists on it. */
export function faultsOf(texts: ArticleTexts): ArticleFault[] {
  const faults: ArticleFault[] = []
  for (const [language, text] of Object.entries(texts) as [Language, ArticleText][]) {
    for (const field of articleFields) if (text[field].trim() === '') faults.push({ language, field, fault: 'empty' })
    if (!isReadable(text.body)) faults.push({ language, field: 'body', fault: 'bold' })
  }
  return faults
}

function isReadable(body: string): boolean {
  try {
    readMarkdown(body)
    return true
  } catch {
    return false
  }
}

export const versionState = z.enum(['draft', 'in_review', 'published', 'superseded', 'dropped'])

const at = z.iso.datetime()
const slug = z.string().regex(/^[a-z0-9-]{1,60}$/)
const reason = z.string().trim().min(5).max(500)

const versionRow = z.object({
  id: z.uuid(),
  number: z.int(),
  state: versionState,
  author: z.string(),
  /** Whether the reader wrote on it: then somebody else publishes it. */
  own: z.boolean(),
  changedAt: at,
  publishedAt: at.nullable(),
  decidedBy: z.string().nullable(),
  note: z.string().nullable(),
})
export type VersionRow = z.infer<typeof versionRow>

const version = versionRow.extend({
  slug,
  revision: z.int(),
  actionPath: z.string(),
  texts: articleTexts,
})
export type Version = z.infer<typeof version>

const staffRefusals = ['signin_required', 'permission_missing', 'not_found'] as const
const versionParams = z.object({ versionId: z.uuid() })

export const readHelpDesk = route({
  method: 'GET',
  path: '/api/desk/help',
  who: 'staff',
  summary: 'All articles with what readers say of them, and what people looked for in vain.',
  query: z.object({ language }),
  reply: z.object({
    articles: z.array(
      z.object({
        slug,
        title: z.string(),
        published: z.boolean(),
        /** A draft, or what waits for a second person. */
        open: versionRow.nullable(),
        helped: z.int(),
        notHelped: z.int(),
      }),
    ),
    gaps: z.array(z.object({ id: z.uuid(), language, question: z.string(), times: z.int(), lastAt: at })),
  }),
  refusals: ['signin_required', 'permission_missing'],
})

export const readHelpArticle = route({
  method: 'GET',
  path: '/api/desk/help/articles/:slug',
  who: 'staff',
  summary: 'One article with its history, newest first, and what readers wrote.',
  params: z.object({ slug }),
  reply: z.object({
    slug,
    versions: z.array(versionRow),
    feedback: z.array(z.object({ at, language, helped: z.boolean(), words: z.string().nullable() })),
  }),
  refusals: staffRefusals,
})

export const readHelpVersion = route({
  method: 'GET',
  path: '/api/desk/help/versions/:versionId',
  who: 'staff',
  summary: 'One version with its texts.',
  params: versionParams,
  reply: version,
  refusals: staffRefusals,
})

export const createHelpArticle = route({
  method: 'POST',
  path: '/api/desk/help/articles',
  who: 'staff',
  summary: 'Begin a new article as an empty draft.',
  body: z.strictObject({ slug }),
  status: 201,
  reply: version,
  refusals: ['signin_required', 'permission_missing', 'action_not_possible'],
})

export const startHelpDraft = route({
  method: 'POST',
  path: '/api/desk/help/articles/:slug/draft',
  who: 'staff',
  summary: 'Begin a draft from a version: the published one, or an earlier one to go back to.',
  params: z.object({ slug }),
  body: z.strictObject({ versionId: z.uuid() }),
  status: 201,
  reply: version,
  refusals: [...staffRefusals, 'action_not_possible'],
})

export const saveHelpDraft = route({
  method: 'PUT',
  path: '/api/desk/help/versions/:versionId',
  who: 'staff',
  summary: 'Save a draft. `revision` is the one that was read: another person’s change in between is refused.',
  params: versionParams,
  body: z.strictObject({ revision: z.int().min(1), actionPath: z.enum(actionPaths), texts: articleTexts }),
  reply: version,
  refusals: [...staffRefusals, 'action_not_possible'],
})

export const submitHelpDraft = route({
  method: 'POST',
  path: '/api/desk/help/versions/:versionId/submit',
  who: 'staff',
  summary: 'Hand a finished draft to a second person.',
  params: versionParams,
  body: z.strictObject({}),
  reply: version,
  refusals: [...staffRefusals, 'action_not_possible', 'article_incomplete'],
})

export const publishHelpVersion = route({
  method: 'POST',
  path: '/api/desk/help/versions/:versionId/publish',
  who: 'staff',
  summary: 'Publish what somebody else wrote: customers read and find it at once.',
  params: versionParams,
  body: z.strictObject({}),
  reply: version,
  refusals: [...staffRefusals, 'action_not_possible', 'second_person_needed'],
})

export const returnHelpVersion = route({
  method: 'POST',
  path: '/api/desk/help/versions/:versionId/return',
  who: 'staff',
  summary: 'Give it back to its writer with what is to be changed.',
  params: versionParams,
  body: z.strictObject({ reason }),
  reply: version,
  refusals: [...staffRefusals, 'action_not_possible'],
})

export const dropHelpDraft = route({
  method: 'POST',
  path: '/api/desk/help/versions/:versionId/drop',
  who: 'staff',
  summary: 'Give a draft up; it stays in the history.',
  params: versionParams,
  body: z.strictObject({}),
  reply: version,
  refusals: [...staffRefusals, 'action_not_possible'],
})

export const settleHelpGap = route({
  method: 'POST',
  path: '/api/desk/help/gaps/:gapId/settle',
  who: 'staff',
  summary: 'Take a question off the list: there is an answer now, or none is needed.',
  params: z.object({ gapId: z.uuid() }),
  body: z.strictObject({}),
  reply: z.object({}),
  refusals: staffRefusals,
})
