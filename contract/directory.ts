import { z } from 'zod'
import { topic } from './chat.ts'
import { language } from './identity.ts'
import { route } from './route.ts'

const at = z.iso.datetime()
const reason = z.string().trim().min(5).max(500)
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
const placeName = z.string().trim().min(1).max(60)

/** Days are 1 (Monday) to 7 (Sunday), times are those of the entry's zone. */
const period = z
  .strictObject({ days: z.array(z.int().min(1).max(7)).min(1).max(7), from: clockTime, to: clockTime })
  .refine(({ from, to }) => from < to, 'ends after it begins')

export const callCosts = ['free', 'local', 'mobile'] as const

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)

const hotline = z.strictObject({
  kind: z.literal('hotline'),
  country: z.string().regex(/^[A-Z]{2}$/),
  /** A part of the country, in the three languages; null where it is for all of it. */
  region: z.strictObject({ zh: placeName, id: placeName, en: placeName }).nullable(),
  /** E.164. */
  number: z.string().regex(/^\+[1-9]\d{5,14}$/),
  /** None: day and night. */
  hours: z.array(period).max(7),
  zone: z.string().min(3).max(40),
  languages: z.array(language).min(1).max(3),
  cost: z.enum(callCosts),
})
const sender = z.strictObject({
  kind: z.literal('sender'),
  name: z
    .string()
    .trim()
    .regex(/^[\w .-]{3,20}$/),
})
const site = z.strictObject({ kind: z.literal('site'), domain })
const mail = z.strictObject({ kind: z.literal('mail'), domain })

/** What is ours: a number to call, a sender of messages, a web site, a mail domain. */
export const directoryEntry = z.discriminatedUnion('kind', [hotline, sender, site, mail])
export type DirectoryEntry = z.infer<typeof directoryEntry>
export type Hotline = z.infer<typeof hotline>

/** The published document; its text is what is signed (`/.well-known/dompet-directory.json` and `.sig`). */
export type DirectoryDocument = {
  operator: string
  edition: number
  publishedAt: string
  /** Id of the Ed25519 key, see `/api/ledger/keys`. */
  key: string
  entries: DirectoryEntry[]
}

export const readDirectory = route({
  method: 'GET',
  path: '/api/directory',
  who: 'anyone',
  summary:
    'Our numbers, senders and addresses as they were published: the text of the document and its Ed25519 signature, as at /.well-known/dompet-directory.json and .sig.',
  reply: z.object({
    document: z.string(),
    /** Hexadecimal. */
    signature: z.string(),
    key: z.string(),
  }),
})

export const suspectKind = z.enum(['phone', 'sender', 'link', 'mail'])
export type SuspectKind = z.infer<typeof suspectKind>

/** Most characters of what somebody wants checked: a whole message fits, for its link often stands at the end. */
export const maximumAskedCharacters = 2_000
/** Most characters of the number, sender, link or address that is found in it. */
export const maximumSuspectCharacters = 300
const asked = z.string().trim().min(1).max(maximumAskedCharacters)

export const checkContact = route({
  method: 'POST',
  path: '/api/directory/check',
  who: 'anyone',
  summary:
    'Whether a number, a sender, a link or a mail address is ours. There is no answer "fine": what is not ours and unknown is not to be trusted, and what is ours can be forged by a caller.',
  body: z.strictObject({ text: asked }),
  reply: z.object({
    kind: suspectKind,
    /** As it was understood: the number in full, the domain behind a link. */
    understood: z.string(),
    verdict: z.enum(['ours', 'not_ours', 'reported']),
    /** What of ours it is made to look like. */
    looksLike: z.string().nullable(),
    hotline: hotline.nullable(),
  }),
})

export const reportScam = route({
  method: 'POST',
  path: '/api/directory/reports',
  who: 'customer',
  summary: 'Report a number, sender, link or mail address as fraud: opens a case that people see first.',
  body: z.strictObject({ text: asked, words: z.string().trim().max(1000).optional() }),
  status: 201,
  reply: z.object({ caseId: z.uuid() }),
  refusals: ['signin_required', 'contact_is_ours'],
})

/** Two words that the agent says and the customer sees, in the language of the reader. */
const phrase = z.tuple([z.string(), z.string()])

export const readLiveContact = route({
  method: 'GET',
  path: '/api/me/live-contact',
  who: 'customer',
  summary: 'Who of us talks to the customer now, with the two words that this person can say. None: hang up.',
  query: z.object({ language }),
  reply: z.object({
    contacts: z.array(
      z.object({ channel: z.enum(['chat', 'call']), caseId: z.uuid(), agent: z.string(), startedAt: at, phrase }),
    ),
  }),
  refusals: ['signin_required'],
})

export const caseCodeDigits = 6

export const askCaseCode = route({
  method: 'POST',
  path: '/api/me/case-code',
  who: 'customer',
  summary: 'A code to read out to the person who answers the hotline: it opens the case, once. It proves nothing else.',
  body: z.strictObject({ topic, paymentId: z.uuid().optional() }),
  status: 201,
  reply: z.object({ code: z.string(), expiresAt: at }),
  refusals: ['signin_required', 'not_found'],
})

// The desk

const staffRefusals = ['signin_required', 'permission_missing'] as const

const change = z.object({
  id: z.uuid(),
  deed: z.enum(['add', 'change', 'remove']),
  entry: directoryEntry,
  /** What is published now, where it changes. */
  before: directoryEntry.nullable(),
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: at,
  own: z.boolean(),
})
export type DirectoryChange = z.infer<typeof change>

export const readDirectoryDesk = route({
  method: 'GET',
  path: '/api/desk/directory',
  who: 'staff',
  summary: 'What is published, what waits for a second person, and what customers report as fraud.',
  reply: z.object({
    edition: z.int(),
    publishedAt: at,
    entries: z.array(z.object({ id: z.uuid(), entry: directoryEntry, open: z.boolean() })),
    changes: z.array(change),
    reports: z.array(
      z.object({
        kind: suspectKind,
        value: z.string(),
        customers: z.int(),
        lastAt: at,
        verdict: z.enum(['confirmed', 'dismissed']).nullable(),
      }),
    ),
  }),
  refusals: staffRefusals,
})

export const proposeDirectoryChange = route({
  method: 'POST',
  path: '/api/desk/directory/changes',
  who: 'staff',
  summary: 'Propose to add, change or remove an entry; a second person decides.',
  body: z.discriminatedUnion('deed', [
    z.strictObject({ deed: z.literal('add'), entry: directoryEntry, reason }),
    z.strictObject({ deed: z.literal('change'), entryId: z.uuid(), entry: directoryEntry, reason }),
    z.strictObject({ deed: z.literal('remove'), entryId: z.uuid(), reason }),
  ]),
  status: 201,
  reply: z.object({ id: z.uuid() }),
  refusals: [...staffRefusals, 'not_found', 'action_not_possible', 'phone_invalid'],
})

const changeParams = z.object({ changeId: z.uuid() })

export const approveDirectoryChange = route({
  method: 'POST',
  path: '/api/desk/directory/changes/:changeId/approve',
  who: 'staff',
  summary: 'Approve what somebody else proposed: a new signed edition is published at once.',
  params: changeParams,
  body: z.strictObject({}),
  reply: z.object({ edition: z.int() }),
  refusals: [...staffRefusals, 'not_found', 'action_not_possible', 'second_person_needed'],
})

export const rejectDirectoryChange = route({
  method: 'POST',
  path: '/api/desk/directory/changes/:changeId/reject',
  who: 'staff',
  summary: 'Turn a change down; who proposed it takes it back by the same call.',
  params: changeParams,
  body: z.strictObject({ reason }),
  reply: z.object({}),
  refusals: [...staffRefusals, 'not_found', 'action_not_possible'],
})

export const judgeScamReports = route({
  method: 'POST',
  path: '/api/desk/directory/verdicts',
  who: 'staff',
  summary: 'Confirm what customers report, so that everybody is warned at once, or dismiss it.',
  body: z.strictObject({
    kind: suspectKind,
    value: z.string().min(1).max(maximumSuspectCharacters),
    verdict: z.enum(['confirmed', 'dismissed']),
  }),
  reply: z.object({}),
  refusals: [...staffRefusals, 'not_found'],
})

export const openByCaseCode = route({
  method: 'POST',
  path: '/api/desk/case-codes',
  who: 'staff',
  summary: 'Open the case of the caller who reads out this code. The caller is not yet verified by it.',
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits') }),
  reply: z.object({ caseId: z.uuid() }),
  refusals: [...staffRefusals, 'case_code_wrong', 'rate_limited'],
})

export const readCasePhrase = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId/phrase',
  who: 'staff',
  summary: 'The two words that prove to the customer who talks; only for the agent who has the conversation.',
  params: z.object({ caseId: z.uuid() }),
  reply: z.object({
    contact: z
      .object({
        channel: z.enum(['chat', 'call']),
        startedAt: at,
        /** As the customer sees them. */
        phrase,
        language,
        /** The same words for an agent who speaks another language. */
        inLanguages: z.object({ zh: phrase, id: phrase, en: phrase }),
      })
      .nullable(),
  }),
  refusals: [...staffRefusals, 'not_found'],
})
