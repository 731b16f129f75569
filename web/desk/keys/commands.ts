/**
 * Every action of the desk and its key. A letter alone works while nothing is being written; with Alt it works in a
 * text field, too. Words stand under `command` in the language files.
 */
export const commands = {
  take_next: { key: 'N', group: 'inbox' },
  next_conversation: { key: 'J', group: 'inbox' },
  previous_conversation: { key: 'K', group: 'inbox' },
  open_mine: { key: '1–9', group: 'inbox' },
  go_inbox: { key: 'I', group: 'inbox' },
  show_unattended: { key: ';', group: 'inbox' },
  show_recent: { key: 'H', group: 'inbox' },
  look_up: { key: 'Z', group: 'inbox' },

  take_this: { key: 'G', group: 'conversation' },
  reply: { key: 'R', group: 'conversation' },
  note: { key: 'O', group: 'conversation' },
  add_picture: { key: 'P', group: 'conversation' },
  go_latest: { key: 'B', group: 'conversation' },
  macros: { key: ',', group: 'conversation' },
  hand_over: { key: 'V', group: 'conversation' },
  release: { key: 'L', group: 'conversation' },
  close_case: { key: 'E', group: 'conversation' },

  go_customer: { key: 'C', group: 'customer' },
  why: { key: 'W', group: 'customer' },
  search_payments: { key: 'X', group: 'customer' },
  freeze: { key: 'F', group: 'customer' },
  unfreeze: { key: 'D', group: 'customer' },
  unlock_pin: { key: 'U', group: 'customer' },
  unlock_signin: { key: 'S', group: 'customer' },
  send_code: { key: 'Q', group: 'customer' },
  raise_limit: { key: 'T', group: 'customer' },
  read_again: { key: 'Y', group: 'customer' },

  search: { key: '/', group: 'desk' },
  toggle_available: { key: 'A', group: 'desk' },
  notices: { key: '.', group: 'desk' },
  menu: { key: 'M', group: 'desk' },
  back: { key: 'Esc', group: 'desk' },
  show_keys: { key: '?', group: 'desk' },
} as const satisfies Record<string, { key: string; group: 'inbox' | 'conversation' | 'customer' | 'desk' }>

export type Command = keyof typeof commands
export type CommandGroup = (typeof commands)[Command]['group']

export const commandGroups: readonly CommandGroup[] = ['inbox', 'conversation', 'customer', 'desk']

export function commandsOf(group: CommandGroup): Command[] {
  return (Object.keys(commands) as Command[]).filter((command) => commands[command].group === group)
}

const byKey = new Map<string, Command>(
  (Object.keys(commands) as Command[]).flatMap((command) =>
    command === 'open_mine'
      ? [...'123456789'].map((digit): [string, Command] => [digit, command])
      : [[commands[command].key, command] as [string, Command]],
  ),
)

export type Press = { key: string; code: string; alt: boolean }

/** Signs by their place; with Alt some systems type other characters there. */
const signs: Record<string, string> = { Slash: '/', Period: '.', Comma: ',', Semicolon: ';' }

/** What the keyboard calls the key that was pressed. With Alt the character may be another one, so the place counts. */
export function keyOfPress({ key, code, alt }: Press): string {
  if (key === 'Escape') return 'Esc'
  if (!alt) return key.length === 1 ? key.toUpperCase() : key
  if (code.startsWith('Key')) return code.slice('Key'.length)
  if (code.startsWith('Digit')) return code.slice('Digit'.length)
  return signs[code] ?? key
}

export function commandOfPress(press: Press): Command | undefined {
  return byKey.get(keyOfPress(press))
}

/** As `aria-keyshortcuts` wants it. */
export function ariaKey(command: Command): string {
  const { key } = commands[command]
  if (key === 'Esc') return 'Escape'
  return key === '1–9' ? '1 2 3 4 5 6 7 8 9' : key
}
