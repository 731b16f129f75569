import type { Permission } from '../server/identity/permissions.ts'

/** What a role needs for a route: all of these, or one of `anyOf`; nothing for what every member of staff may do. */
type Needed = readonly Permission[] | { anyOf: readonly Permission[] }

const work = ['case.work'] as const
const workAndRead = ['case.work', 'customer.read'] as const
const edit = ['help.edit'] as const
const supervise = ['case.supervise'] as const
const configure = ['desk.configure'] as const
const reconcile = ['reconciliation.work'] as const

/** Every route of staff. A new one stands here with what it needs, or test/permissions.test.ts names it. */
export const permissionOfRoute: Record<string, Needed> = {
  'DELETE /api/staff/session': [],
  'GET /api/staff/me': [],

  'GET /api/desk/held-top-ups': reconcile,
  'POST /api/desk/held-top-ups/:reference/return': reconcile,
  'POST /api/desk/held-top-ups/:reference/keep': reconcile,

  'GET /api/desk/webhooks': ['webhook.resume'],
  'POST /api/desk/webhooks/:merchantId/resume': ['webhook.resume'],

  'GET /api/desk/inbox': work,
  'GET /api/desk/inbox/unattended': work,
  'PUT /api/desk/me/state': work,
  'POST /api/desk/me/wrap-up/end': work,
  'POST /api/desk/claim-next': work,
  'POST /api/desk/sessions/:sessionId/claim': work,

  'GET /api/desk/cases/:caseId': workAndRead,
  'GET /api/desk/cases/:caseId/events': workAndRead,
  'GET /api/desk/cases/:caseId/payments': [...workAndRead, 'customer.money'],
  'GET /api/desk/cases/:caseId/payments/:id': [...workAndRead, 'customer.money'],
  'POST /api/desk/cases/:caseId/messages': work,
  'POST /api/desk/cases/:caseId/notes': work,
  'POST /api/desk/cases/:caseId/take-up': work,
  'POST /api/desk/cases/:caseId/release': work,
  'POST /api/desk/cases/:caseId/hand-over': work,
  'POST /api/desk/cases/:caseId/close': work,
  'POST /api/desk/cases/:caseId/look': workAndRead,
  // Each action has its own permission besides: the test of actions tries them all; this one freezes.
  'POST /api/desk/cases/:caseId/actions': ['case.work', 'customer.freeze'],
  'POST /api/desk/requests/:requestId/approve': ['limit.decide'],
  'POST /api/desk/requests/:requestId/reject': ['limit.decide'],
  'GET /api/desk/requests': { anyOf: ['limit.decide', 'limit.raise'] },
  'GET /api/desk/requests/:requestId': ['limit.decide', 'customer.read'],
  'POST /api/desk/look-ups': ['customer.read'],
  'GET /api/desk/customers/:customerId': ['customer.read'],
  'GET /api/desk/customers/:customerId/payments': ['customer.read', 'customer.money'],
  'GET /api/desk/customers/:customerId/statement.pdf': ['customer.read', 'customer.money'],
  'GET /api/desk/customers/:customerId/statement.csv': ['customer.read', 'customer.money'],
  'GET /api/desk/colleagues': work,
  'GET /api/desk/notices': { anyOf: ['case.work', 'limit.decide'] },
  'GET /api/desk/macros': work,
  'PUT /api/desk/macros/:macroId': ['macro.edit'],
  'DELETE /api/desk/macros/:macroId': ['macro.edit'],

  'GET /api/desk/case-categories': work,
  'GET /api/desk/cases/:caseId/sheet': work,
  'POST /api/desk/cases/:caseId/stage': work,
  'PUT /api/desk/cases/:caseId/category': work,
  'PUT /api/desk/cases/:caseId/priority': work,
  'POST /api/desk/cases/:caseId/links': work,
  'DELETE /api/desk/cases/:caseId/links/:kind/:targetId': work,
  'POST /api/desk/cases/:caseId/merge': work,
  'POST /api/desk/cases/:caseId/split': work,
  'GET /api/desk/cases/:caseId/diagnosis': ['case.work', 'customer.money'],
  'POST /api/desk/cases/:caseId/diagnosis': ['case.work', 'customer.money'],
  'GET /api/desk/search': { anyOf: ['case.work', 'customer.read'] },

  'GET /api/desk/supervision/wallboard': supervise,
  'GET /api/desk/supervision/staffing': supervise,
  'GET /api/desk/supervision/report': supervise,
  'GET /api/desk/supervision/report.csv': supervise,
  'GET /api/desk/supervision/reviews': supervise,
  'GET /api/desk/me/reviews': work,
  'POST /api/desk/cases/:caseId/review': supervise,
  'POST /api/desk/cases/:caseId/listen': supervise,
  'POST /api/desk/cases/:caseId/whisper': supervise,

  'GET /api/desk/settings/teams': configure,
  'PUT /api/desk/settings/teams/:teamId': configure,
  'POST /api/desk/settings/teams/:teamId/retire': configure,
  'PUT /api/desk/settings/agents/:staffId': configure,
  'GET /api/desk/settings/categories': configure,
  'PUT /api/desk/settings/categories/:code': configure,
  'GET /api/desk/settings/targets': configure,
  'PUT /api/desk/settings/targets': configure,
  'GET /api/desk/settings/closing': configure,
  'PUT /api/desk/settings/closing': configure,
  'GET /api/desk/settings/criteria': configure,
  'PUT /api/desk/settings/criteria/:code': configure,
  'GET /api/desk/settings/changes': configure,
  'GET /api/desk/settings/changes.csv': configure,

  'GET /api/desk/directory': ['directory.edit'],
  'POST /api/desk/directory/changes': ['directory.edit'],
  'POST /api/desk/directory/changes/:changeId/approve': ['directory.edit'],
  'POST /api/desk/directory/changes/:changeId/reject': ['directory.edit'],
  'POST /api/desk/directory/verdicts': ['directory.edit'],
  'POST /api/desk/case-codes': workAndRead,
  'GET /api/desk/cases/:caseId/phrase': work,

  'GET /api/desk/help': edit,
  'GET /api/desk/help/articles/:slug': edit,
  'GET /api/desk/help/versions/:versionId': edit,
  'POST /api/desk/help/articles': edit,
  'POST /api/desk/help/articles/:slug/draft': edit,
  'PUT /api/desk/help/versions/:versionId': edit,
  'POST /api/desk/help/versions/:versionId/submit': edit,
  'POST /api/desk/help/versions/:versionId/publish': edit,
  'POST /api/desk/help/versions/:versionId/return': edit,
  'POST /api/desk/help/versions/:versionId/drop': edit,
  'POST /api/desk/help/gaps/:gapId/settle': edit,

  'GET /api/desk/reconciliation': reconcile,
  'GET /api/desk/reconciliation/breaks/:breakId': reconcile,
  'POST /api/desk/reconciliation/breaks/:breakId/explain': reconcile,
  'POST /api/desk/reconciliation/breaks/:breakId/corrections': reconcile,
  'POST /api/desk/reconciliation/corrections/:correctionId/approve': ['correction.decide'],
  'POST /api/desk/reconciliation/corrections/:correctionId/reject': ['correction.decide'],
  'POST /api/desk/reconciliation/statements': reconcile,
  'POST /api/desk/reconciliation/days/:day/reconcile': reconcile,
}

/** Whether somebody with these permissions gets past the door. */
export function reaches(route: string, has: (permission: Permission) => boolean): boolean {
  const needed = permissionOfRoute[route]!
  return 'anyOf' in needed ? needed.anyOf.some(has) : needed.every(has)
}
