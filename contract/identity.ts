import { z } from 'zod'
import { accessEntry } from './access-log.ts'
import { money } from './money.ts'
import { route } from './route.ts'

export const language = z.enum(['zh', 'id', 'en'])
export type Language = z.infer<typeof language>

/** Bounds are of the input, not of what is strong: strength is judged by identity/password.ts with its reason. */
export const password = z.string().min(1).max(200)
export const pin = z.string().regex(/^\d{6}$/, 'six digits')
export const phone = z.string().trim().min(3).max(24)
/** A name that can be stored and shown as it is: with a letter, without control characters or turned writing direction. */
const showableName = /^(?=.*\p{L})[^\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]+$/u
export const personName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .refine((name) => showableName.test(name), 'a name with letters')
const smsCode = z.string().regex(/^\d{6}$/, 'six digits')

export const customer = z.object({
  id: z.uuid(),
  name: z.string(),
  phone: z.string(),
  language,
  state: z.enum(['active', 'frozen', 'under_review']),
  hasPin: z.boolean(),
  pinLockedUntil: z.iso.datetime().nullable(),
  memberSince: z.iso.datetime(),
})
export type Customer = z.infer<typeof customer>

export const limits = z.object({
  /** The most that the balance may be. */
  balance: money,
  perPayment: money,
  perDay: money,
  usedToday: money,
  renewsAt: z.iso.datetime(),
  /** Until when staff raised the limits; null where they are the standard ones. */
  raisedUntil: z.iso.datetime().nullable(),
})

export const startSignup = route({
  method: 'POST',
  path: '/api/signup/start',
  who: 'anyone',
  summary:
    'Send a sign-up code by SMS. Answers alike whether or not the number has an account; an owner is told by SMS.',
  body: z.strictObject({ phone, language }),
  reply: z.object({ challengeId: z.uuid(), phone: z.string(), expiresInSeconds: z.int(), resendAfterSeconds: z.int() }),
  refusals: ['phone_invalid', 'code_resend_too_soon', 'sms_unreachable'],
})

export const verifySignup = route({
  method: 'POST',
  path: '/api/signup/verify',
  who: 'anyone',
  summary: 'Prove the phone number with the code.',
  body: z.strictObject({ challengeId: z.uuid(), code: smsCode }),
  reply: z.object({ verified: z.literal(true) }),
  refusals: ['challenge_unknown', 'challenge_expired', 'code_wrong', 'code_tries_exhausted'],
})

export const finishSignup = route({
  method: 'POST',
  path: '/api/signup/finish',
  who: 'anyone',
  summary: 'Open the account: name, password and payment PIN. Signs the customer in (cookie).',
  body: z.strictObject({ challengeId: z.uuid(), name: personName, password, pin }),
  status: 201,
  reply: customer,
  refusals: ['challenge_unknown', 'challenge_expired', 'password_weak', 'pin_weak'],
})

export const signIn = route({
  method: 'POST',
  path: '/api/session',
  who: 'anyone',
  summary: 'Sign a customer in with phone number and password (cookie).',
  body: z.strictObject({ phone, password }),
  reply: customer,
  refusals: ['credentials_wrong', 'signin_locked', 'phone_invalid'],
})

export const signOut = route({
  method: 'DELETE',
  path: '/api/session',
  who: 'customer',
  summary: 'End this session.',
  reply: z.object({}),
  refusals: ['signin_required'],
})

export const readMe = route({
  method: 'GET',
  path: '/api/me',
  who: 'customer',
  summary: 'The customer with balance and limits.',
  reply: customer.extend({ balance: money, available: money, limits }),
  refusals: ['signin_required'],
})

export const changeLanguage = route({
  method: 'PUT',
  path: '/api/me/language',
  who: 'customer',
  summary: 'Change the language of app and messages.',
  body: z.strictObject({ language }),
  reply: customer,
  refusals: ['signin_required'],
})

export const freezeMe = route({
  method: 'POST',
  path: '/api/me/freeze',
  who: 'customer',
  summary: 'Freeze the own account at once: nothing leaves it until verified staff unfreeze it.',
  body: z.strictObject({}),
  reply: customer,
  refusals: ['signin_required'],
})

export const changePin = route({
  method: 'PUT',
  path: '/api/me/pin',
  who: 'customer',
  summary: 'Change the payment PIN; asks for the password.',
  body: z.strictObject({ password, newPin: pin }),
  reply: customer,
  refusals: ['signin_required', 'credentials_wrong', 'signin_locked', 'pin_weak'],
})

export const changePassword = route({
  method: 'PUT',
  path: '/api/me/password',
  who: 'customer',
  summary: 'Change the password; all other sessions end.',
  body: z.strictObject({ password, newPassword: password }),
  reply: customer,
  refusals: ['signin_required', 'credentials_wrong', 'signin_locked', 'password_weak'],
})

export const listSessions = route({
  method: 'GET',
  path: '/api/me/sessions',
  who: 'customer',
  summary: 'Open sessions of this customer, newest first.',
  reply: z.object({
    sessions: z.array(
      z.object({ id: z.uuid(), device: z.string(), startedAt: z.iso.datetime(), current: z.boolean() }),
    ),
  }),
  refusals: ['signin_required'],
})

export const endSession = route({
  method: 'DELETE',
  path: '/api/me/sessions/:id',
  who: 'customer',
  summary: 'End one of the own sessions; it counts at once in every process.',
  params: z.object({ id: z.uuid() }),
  reply: z.object({}),
  refusals: ['signin_required', 'not_found'],
})

export const readAccessLog = route({
  method: 'GET',
  path: '/api/me/access-log',
  who: 'customer',
  summary: 'Who looked at or changed this account, newest first.',
  reply: z.object({
    entries: z.array(accessEntry),
  }),
  refusals: ['signin_required'],
})

// Staff

export const staffRole = z.enum(['agent', 'supervisor', 'risk', 'finance', 'editor', 'admin'])
export const staff = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  roles: z.array(staffRole),
  permissions: z.array(z.string()),
  languages: z.array(language),
})
export type Staff = z.infer<typeof staff>

export const staffSignIn = route({
  method: 'POST',
  path: '/api/staff/session',
  who: 'anyone',
  summary: 'Sign a member of staff in (own cookie).',
  body: z.strictObject({ email: z.email().max(200), password }),
  reply: staff,
  refusals: ['credentials_wrong', 'signin_locked'],
})

export const staffSignOut = route({
  method: 'DELETE',
  path: '/api/staff/session',
  who: 'staff',
  summary: 'End this staff session.',
  reply: z.object({}),
  refusals: ['signin_required'],
})

export const readStaffMe = route({
  method: 'GET',
  path: '/api/staff/me',
  who: 'staff',
  summary: 'The signed-in member of staff.',
  reply: staff,
  refusals: ['signin_required'],
})
