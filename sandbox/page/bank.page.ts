import { type Bank, type FaultName, faultNames } from '../bank/bank.ts'
import type { Account, Attempt, Transfer, VirtualAccount } from '../bank/book.ts'
import { empty, live } from './frame.ts'
import { type Html, html } from './html.ts'
import { icons } from './pictures.ts'
import type { Speech, WordKey } from './speech.ts'
import { faultSwitch } from './switches.ts'

const TRANSFERS_SHOWN = 30
const ACCOUNTS_SHOWN = 50
const ATTEMPTS_SHOWN = 5

const faultWords: Record<FaultName, [WordKey, WordKey]> = {
  unreachable: ['faultUnreachable', 'faultUnreachableAbout'],
  slow: ['faultSlow', 'faultSlowAbout'],
  notifyTwice: ['faultNotifyTwice', 'faultNotifyTwiceAbout'],
  notifyLate: ['faultNotifyLate', 'faultNotifyLateAbout'],
  bookMissing: ['faultBookMissing', 'faultBookMissingAbout'],
  bookChanged: ['faultBookChanged', 'faultBookChangedAbout'],
  bookTwice: ['faultBookTwice', 'faultBookTwiceAbout'],
  bookLate: ['faultBookLate', 'faultBookLateAbout'],
  bookBare: ['faultBookBare', 'faultBookBareAbout'],
}

export function bankPage(speech: Speech, bank: Bank, wanted: { virtualAccountNo: string }): Html {
  const { say, link } = speech
  const faults = bank.faults()
  const virtualAccounts = bank.store.virtualAccounts(ACCOUNTS_SHOWN)
  const switches = faultNames.map((name) => {
    const [label, about] = faultWords[name]
    return faultSwitch(name, say(label), say(about), faults[name])
  })
  return html`<h1>${say('bankName')}</h1>
<p class="lead">${say('bankIntro')}</p>
<div class="columns"><div>
<section><h2>${say('makeTransfer')}</h2>${transferForm(speech, bank, wanted.virtualAccountNo)}</section>
<section class="faults"><h2>${say('faults')}</h2>
<form method="post" action="${link('/sandbox/bank/faults')}">${switches}<button class="quiet">${say('save')}</button></form></section>
</div><div>
<section><h2>${say('transfers')}</h2>${live('transfers', transferList(speech, bank))}</section>
<section><h2>${say('virtualAccounts')}</h2>${live('virtual-accounts', virtualAccountList(speech, virtualAccounts))}</section>
<section><h2>${say('accounts')}</h2>${live('accounts', accountList(speech, bank.store.accounts()))}</section>
</div></div>`
}

function transferForm({ say, link, rupiah }: Speech, bank: Bank, virtualAccountNo: string): Html {
  const payers = bank.store.accounts().filter((account) => account.kind === 'person')
  const known = bank.store.virtualAccounts(ACCOUNTS_SHOWN).filter((va) => va.state === 'active')
  return html`<form method="post" action="${link('/sandbox/bank/transfers')}">
<div class="field"><label for="from">${say('fromAccount')}</label>
<select id="from" name="fromAccountNo">${payers.map(
    (account) =>
      html`<option value="${account.accountNo}">${account.holder} · ${rupiah(account.balanceMinor)}</option>`,
  )}</select></div>
<div class="field"><label for="va">${say('virtualAccount')}</label>
<input id="va" name="virtualAccountNo" class="figures" inputmode="numeric" autocomplete="off" required maxlength="40" list="known" value="${virtualAccountNo}" aria-describedby="va-hint">
<datalist id="known">${known.map((va) => html`<option value="${va.vaNo}">${va.name}</option>`)}</datalist>
<p class="hint" id="va-hint">${say('virtualAccountHint')}</p></div>
<div class="field"><label for="amount">${say('amount')}</label>
<input id="amount" name="amount" class="figures" inputmode="numeric" autocomplete="off" required maxlength="20" aria-describedby="amount-hint">
<p class="hint" id="amount-hint">${say('amountHint')}</p></div>
<button class="main">${say('transfer')}</button>
<p class="hint" id="forge-about">${say('forgeAbout')}</p>
<button class="quiet" formaction="${link('/sandbox/bank/forged')}" aria-describedby="forge-about">${say('forge')}</button>
</form>`
}

function transferList(speech: Speech, bank: Bank): Html {
  const { say } = speech
  const transfers = bank.store.transfers(TRANSFERS_SHOWN)
  const forged = bank.store.forgedAttempts(ATTEMPTS_SHOWN)
  return html`${transfers.length === 0 ? empty(say('noTransfers')) : html`<ol class="rows">${transfers.map((transfer) => transferRow(speech, bank, transfer))}</ol>`}
${forged.length === 0 ? null : html`<h3>${say('forgedAttempts')}</h3>${attemptList(speech, forged)}`}`
}

const notificationWords: Record<Transfer['notification'], [WordKey, string]> = {
  waiting: ['notificationWaiting', 'warn'],
  accepted: ['notificationAccepted', 'good'],
  given_up: ['notificationGivenUp', 'bad'],
}

/** The one line of a transfer that a person reads first; its attempts stand below. */
export function transferRow(speech: Speech, bank: Bank, transfer: Transfer): Html {
  const { say, rupiah, time, link } = speech
  const [word, tone] = notificationWords[transfer.notification]
  const next = transfer.notification === 'waiting' && transfer.nextRoundAt !== null ? transfer.nextRoundAt : null
  const again = html`<form method="post" action="${link(`/sandbox/bank/transfers/${transfer.paymentRequestId}/notify`)}"><button class="quiet">${say('sendAgain')}</button></form>`
  return html`<li>
<div class="letter-head"><strong class="figures amount">${rupiah(transfer.amountMinor)}</strong><time datetime="${transfer.madeAt.toISOString()}">${time(transfer.madeAt)}</time></div>
<p>${bank.store.account(transfer.fromAccountNo)?.holder ?? ''} → ${bank.store.virtualAccount(transfer.vaNo)?.name ?? ''} <span class="figures soft">${transfer.vaNo}</span></p>
<p><span class="state ${tone}">${say(word)}</span>${next === null || transfer.rounds === 0 ? null : html` <span class="soft small">${say('nextTry', { time: time(next) })}</span>`}</p>
<p class="soft small">${say('reference')}: <span class="figures">${transfer.paymentRequestId}</span></p>
${attemptList(speech, bank.store.attempts(transfer.paymentRequestId, ATTEMPTS_SHOWN))}
${transfer.notification === 'given_up' ? again : null}</li>`
}

function attemptList({ say, time }: Speech, attempts: Attempt[]): Html {
  const items = attempts.map(
    (attempt) =>
      html`<li><time datetime="${attempt.startedAt.toISOString()}">${time(attempt.startedAt)}</time> <span class="figures">${describeAnswer(attempt) ?? say('noAnswer')}</span></li>`,
  )
  return html`<ul class="attempts">${items}</ul>`
}

/** What the wallet said to one notification: HTTP status and SNAP code, or the network's failure; null before an answer. */
export function describeAnswer(attempt: Pick<Attempt, 'httpStatus' | 'responseCode' | 'failure'>): string | null {
  if (attempt.httpStatus === null) return attempt.failure
  return attempt.responseCode === null
    ? `HTTP ${attempt.httpStatus}`
    : `HTTP ${attempt.httpStatus} · ${attempt.responseCode}`
}

const stateWords: Record<VirtualAccount['state'], [WordKey, string]> = {
  active: ['stateActive', 'info'],
  paid: ['statePaid', 'good'],
  deleted: ['stateDeleted', 'plain'],
}

function virtualAccountList({ say, rupiah }: Speech, virtualAccounts: VirtualAccount[]): Html {
  if (virtualAccounts.length === 0) return empty(say('noVirtualAccounts'))
  const rows = virtualAccounts.map((va) => {
    const [word, tone] = stateWords[va.state]
    return html`<li><div class="letter-head"><strong>${va.name}</strong><span class="state ${tone}">${say(word)}</span></div>
<div class="code"><span class="figures number">${va.vaNo}</span>
<button type="button" class="quiet" data-copy="${va.vaNo}">${icons.copy}<span>${say('copy')}</span></button></div>
<p class="soft small">${va.totalMinor === null ? say('anyAmount') : rupiah(va.totalMinor)}</p></li>`
  })
  return html`<ul class="rows">${rows}</ul>`
}

function accountList({ say, rupiah }: Speech, accounts: Account[]): Html {
  const rows = accounts.map(
    (
      account,
    ) => html`<li class="letter-head"><span>${account.holder}${account.kind === 'partner' ? html` <span class="soft small">${say('operatorAccount')}</span>` : null}<br><span class="soft small figures">${account.accountNo}</span></span>
<span class="figures amount">${rupiah(account.balanceMinor)}</span></li>`,
  )
  return html`<ul class="rows">${rows}</ul>`
}
