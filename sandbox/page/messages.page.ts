import type { Mail } from '../mail/mails.sql.ts'
import type { Message } from '../sms/messages.sql.ts'
import { findCode } from '../sms/segment.ts'
import { empty, live } from './frame.ts'
import { type Html, html } from './html.ts'
import { icons } from './pictures.ts'
import type { Speech } from './speech.ts'
import { faultSwitch } from './switches.ts'

export function messagesPage(speech: Speech, view: { number: string; messages: Message[]; throttled: boolean }): Html {
  const { say, link } = speech
  return html`<h1>${say('messages')}</h1>
<p class="lead">${say('messagesIntro')}</p>
${findForm(speech, '/sandbox/sms', { label: say('phoneNumber'), hint: say('phoneHint'), value: view.number, kind: 'tel' })}
${live('messages', messageList(speech, view.messages, view.number))}
<section class="faults"><h2>${say('messageFaults')}</h2>
<form method="post" action="${link('/sandbox/sms/faults')}">
${faultSwitch('throttled', say('throttled'), say('throttledAbout'), view.throttled)}
<button class="quiet">${say('save')}</button></form></section>`
}

export function messageList(speech: Speech, messages: Message[], number = ''): Html {
  const { say, time } = speech
  if (messages.length === 0) return empty(number === '' ? say('noMessages') : say('noMessagesFor', { number }))
  const items = messages.map((message) => {
    const code = findCode(message.text)
    return html`<li class="letter">
<div class="letter-head"><strong class="figures">${message.to}</strong><time datetime="${message.receivedAt.toISOString()}">${time(message.receivedAt)}</time></div>
<p class="body">${message.text}</p>
${code === null ? null : codeLine(speech, code)}
<p class="soft small">${say('from')}: ${message.from}</p></li>`
  })
  return html`<ol class="letters">${items}</ol>`
}

function codeLine({ say }: Speech, code: string): Html {
  return html`<div class="code"><span class="soft small">${say('code')}</span> <output class="figures">${code}</output>
<button type="button" class="quiet" data-copy="${code}">${icons.copy}<span>${say('copy')}</span></button></div>`
}

export function mailPage(speech: Speech, view: { address: string; mails: Mail[] }): Html {
  const { say } = speech
  const field = { label: say('mailAddress'), hint: say('mailHint'), value: view.address, kind: 'email' }
  return html`<h1>${say('mail')}</h1>
<p class="lead">${say('mailIntro')}</p>
${findForm(speech, '/sandbox/mail', field)}
${live('mails', mailList(speech, view.mails, view.address))}`
}

export function mailList(speech: Speech, mails: Mail[], address = ''): Html {
  const { say, time } = speech
  if (mails.length === 0) return empty(address === '' ? say('noMail') : say('noMailFor', { address }))
  const items = mails.map((mail) => {
    const code = findCode(mail.text)
    return html`<li class="letter">
<div class="letter-head"><strong>${mail.subject || say('noSubject')}</strong><time datetime="${mail.receivedAt.toISOString()}">${time(mail.receivedAt)}</time></div>
<p class="soft small">${say('from')}: ${mail.from} · ${say('to')}: ${mail.to.join(', ')}</p>
<p class="body">${mail.text.trim()}</p>
${code === null ? null : codeLine(speech, code)}
${mail.attachments === 0 ? null : html`<p class="soft small">${say('attachments', { count: mail.attachments })}</p>`}</li>`
  })
  return html`<ol class="letters">${items}</ol>`
}

function findForm(
  { say, link, language }: Speech,
  path: string,
  field: { label: string; hint: string; value: string; kind: string },
): Html {
  // A GET form drops the query of its action, so the chosen language travels as a field.
  const chosen = link(path) === path ? null : html`<input type="hidden" name="lang" value="${language}">`
  return html`<form class="find" method="get" action="${path}">${chosen}
<div class="field"><label for="to">${field.label}</label>
<input id="to" name="to" type="${field.kind}" value="${field.value}" aria-describedby="to-hint" autocomplete="off">
<p class="hint" id="to-hint">${field.hint}</p></div>
<div class="row"><button class="quiet">${say('show')}</button>
${field.value === '' ? null : html`<a class="plain" href="${link(path)}">${say('showAll')}</a>`}</div></form>`
}
