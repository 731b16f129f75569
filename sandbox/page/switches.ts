import { type Html, html } from './html.ts'

/** One fault that can be switched on, with what it does. */
export function faultSwitch(name: string, label: string, about: string, on: boolean): Html {
  return html`<label class="switch"><input type="checkbox" name="${name}" value="on"${on ? html` checked` : null}>
<span><strong>${label}</strong><span class="soft">${about}</span></span></label>`
}
