/** Where the agent is. On a narrow screen it is the one column that is seen; on a wide one all three are. */
export type Place =
  | { column: 'inbox'; caseId: null; paymentId: null }
  | { column: 'conversation'; caseId: string; paymentId: null }
  | { column: 'customer'; caseId: string; paymentId: string | null }

export const inboxPath = '/'
export const conversationPath = (caseId: string) => `/cases/${caseId}`
export const customerPath = (caseId: string) => `/cases/${caseId}/customer`
export const paymentPath = (caseId: string, paymentId: string) => `/cases/${caseId}/payments/${paymentId}`

export function readPlace(path: string): Place {
  const [, first, caseId, third, paymentId] = path.split('/')
  if (first !== 'cases' || !caseId) return { column: 'inbox', caseId: null, paymentId: null }
  if (third === 'payments' && paymentId) return { column: 'customer', caseId, paymentId }
  if (third === 'customer') return { column: 'customer', caseId, paymentId: null }
  return { column: 'conversation', caseId, paymentId: null }
}
