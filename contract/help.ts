import { z } from 'zod'
import { language } from './identity.ts'
import { route } from './route.ts'

export const articleSummary = z.object({ slug: z.string(), title: z.string(), summary: z.string() })

/** Text with plain and bold runs: the apps render it without any HTML. */
const run = z.object({ text: z.string(), bold: z.boolean() })
export const articleBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), runs: z.array(run) }),
  z.object({ kind: z.literal('paragraph'), runs: z.array(run) }),
  z.object({ kind: z.literal('note'), runs: z.array(run) }),
  z.object({ kind: z.literal('steps'), items: z.array(z.array(run)) }),
  z.object({ kind: z.literal('list'), items: z.array(z.array(run)) }),
])

export const article = articleSummary.extend({
  language,
  blocks: z.array(articleBlock),
  /** The button under the answer: words and a path of the customer app. */
  action: z.object({ label: z.string(), path: z.string() }),
})
export type Article = z.infer<typeof article>

const slug = z.string().regex(/^[a-z0-9-]{1,60}$/)

export const listArticles = route({
  method: 'GET',
  path: '/api/help/articles',
  who: 'anyone',
  summary: 'All articles, or those that answer a question, best first.',
  query: z.object({ language, search: z.string().max(200).optional() }),
  reply: z.object({ articles: z.array(articleSummary) }),
})

export const readArticle = route({
  method: 'GET',
  path: '/api/help/articles/:slug',
  who: 'anyone',
  summary: 'One article.',
  params: z.object({ slug }),
  query: z.object({ language }),
  reply: article,
  refusals: ['not_found'],
})

/** Most characters of what a reader adds to "did this help?". */
export const maximumFeedbackCharacters = 500

export const sayWhetherHelped = route({
  method: 'POST',
  path: '/api/help/articles/:slug/feedback',
  who: 'anyone',
  summary: 'Whether an answer helped, with a few words if one likes. Long numbers and addresses are left out.',
  params: z.object({ slug }),
  body: z.strictObject({
    language,
    helped: z.boolean(),
    words: z.string().trim().max(maximumFeedbackCharacters).optional(),
  }),
  reply: z.object({}),
  refusals: ['not_found'],
})

export const tellSearch = route({
  method: 'POST',
  path: '/api/help/searches',
  who: 'anyone',
  summary:
    'What somebody looked for, told once they had finished typing. Kept, without long numbers and addresses, only where no answer fits well or the person says that none does.',
  body: z.strictObject({
    language,
    question: z.string().max(200),
    outcome: z.enum(['looked', 'nothing_fits']),
  }),
  reply: z.object({}),
})
