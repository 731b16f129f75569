import type { TFunction } from 'i18next'
import type { SettingChange, SettingFields } from '../../../contract/setting-changes.ts'
import { isLanguage, type Language, languageIn, languages } from '../../ui/i18n/language.ts'
import { formatDate } from '../../ui/time.ts'
import { saySeconds, sayWeekday } from './figures.ts'

/** What tells a change in words: those of the desk, and the names of the agents and teams that it speaks of. */
export type Telling = {
  language: Language
  settings: TFunction<'settings'>
  desk: TFunction<'desk'>
  cases: TFunction<'cases'>
  known: Readonly<Record<string, string>>
}

/** One value, or a list of which only what came and went is told. */
type Said = string | string[]
type Field = keyof SettingFields
type Sayer<F extends Field> = (value: Exclude<SettingFields[F], undefined>, telling: Telling) => [string, Said][]

const minuteSeconds = 60
/** What is longer, or has lines of its own, is told before and after on lines of their own. */
const lineCharacters = 60

/** How each field is told, under which label, in this order. What is retired is told by the deed. */
const sayers: { [F in Exclude<Field, 'retired'>]: Sayer<F> } = {
  name: (name, { settings }) => [[settings('changes.name'), name]],
  names: (names, { settings, language: mine }) =>
    languages.map((language) => [settings('name_in', { language: languageIn(language, mine) }), names[language]]),
  topic: (topic, telling) => [[telling.settings('category.topic'), topicIn(topic, telling)]],
  priority: (priority, { cases }) => [
    [cases('sheet.priority'), cases(`priority.${priority as 'normal'}`, { defaultValue: priority })],
  ],
  awaitsMoney: (on, telling) => [[telling.settings('category.awaits_money'), yesOrNo(on, telling)]],
  timeZone: (zone, { settings }) => [[settings('team.zone'), zone]],
  topics: (topics, telling) => [[telling.settings('team.topics_which'), topics.map((one) => topicIn(one, telling))]],
  memberIds: (ids, { settings, known }) => [[settings('team.members_who'), ids.map((id) => known[id] ?? id)]],
  openings: (spans, { settings, language }) => [
    [
      settings('hours.title'),
      spans.map(({ weekday, ...span }) => settings('changes.span', { day: sayWeekday(weekday, language), ...span })),
    ],
  ],
  holidays: (days, { settings, language }) => [
    [
      settings('holiday.title'),
      days.map(({ day, name }) => settings('changes.day_off', { day: formatDate(day, language, 'UTC'), name })),
    ],
  ],
  automatic: (on, telling) => [[telling.settings('queue.automatic'), yesOrNo(on, telling)]],
  overflowTeamId: (id, { settings, known }) => [
    [settings('queue.helper'), id === null ? settings('queue.helper_none') : (known[id] ?? id)],
  ],
  overflowAfterSeconds: (seconds, telling) => [timing('overflowAfterSeconds', seconds, telling)],
  offerLaterSeconds: (seconds, telling) => [timing('offerLaterSeconds', seconds, telling)],
  lastAgentSeconds: (seconds, telling) => [timing('lastAgentSeconds', seconds, telling)],
  wrapUpSeconds: (seconds, telling) => [timing('wrapUpSeconds', seconds, telling)],
  requeueAfterSeconds: (seconds, telling) => [timing('requeueAfterSeconds', seconds, telling)],
  languages: (spoken, { settings, language: mine }) => [
    [settings('agent.languages'), spoken.map((one) => (isLanguage(one) ? languageIn(one, mine) : one))],
  ],
  skills: (skills, telling) => [[telling.settings('agent.skills'), skills.map((one) => topicIn(one, telling))]],
  places: ({ chat, message, call }, { settings }) => [
    [settings('agent.places.chat'), String(chat)],
    [settings('agent.places.message'), String(message)],
    [settings('agent.places.call'), String(call)],
  ],
  first_reply: (promise, telling) => [[telling.cases('measure.first_reply'), promised(promise, telling)]],
  next_reply: (promise, telling) => [[telling.cases('measure.next_reply'), promised(promise, telling)]],
  resolution: (promise, telling) => [[telling.cases('measure.resolution'), promised(promise, telling)]],
  leftDays: (days, telling) => [closing('leftDays', days, telling)],
  unansweredDays: (days, telling) => [closing('unansweredDays', days, telling)],
  solvedDays: (days, telling) => [closing('solvedDays', days, telling)],
  language: (code, { desk, language: mine }) => [
    [desk('macro.language'), isLanguage(code) ? languageIn(code, mine) : code],
  ],
  text: (text, { desk }) => [[desk('macro.text'), text]],
  command: (command, { desk }) => [
    [
      desk('macro.command'),
      command === null
        ? desk('macro.no_command')
        : desk(`command.${command as 'close_case'}`, { defaultValue: command }),
    ],
  ],
}

export type ChangeLine = { label: string; told: string[] }

/** What a change made of each field, before and after in words. */
export function linesOf({ before, after }: Pick<SettingChange, 'before' | 'after'>, telling: Telling): ChangeLine[] {
  const [was, is] = [said(before, telling), said(after, telling)]
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((label) => {
    const told = turned(was.get(label), is.get(label), telling)
    return told.length > 0 ? [{ label, told }] : []
  })
}

function said(fields: SettingFields, telling: Telling): Map<string, Said> {
  const inOrder = Object.entries(sayers) as [Exclude<Field, 'retired'>, Sayer<never>][]
  return new Map(
    inOrder.flatMap(([field, say]) => (fields[field] === undefined ? [] : say(fields[field] as never, telling))),
  )
}

function turned(was: Said | undefined, is: Said | undefined, { settings, language }: Telling): string[] {
  if (Array.isArray(was) || Array.isArray(is)) {
    const [old, current] = [was ?? [], is ?? []]
    const list = new Intl.ListFormat(language, { type: 'unit' })
    const came = [...current].filter((one) => !old.includes(one))
    const went = [...old].filter((one) => !current.includes(one))
    return [
      ...(came.length > 0 ? [settings('changes.came', { what: list.format(came) })] : []),
      ...(went.length > 0 ? [settings('changes.went', { what: list.format(went) })] : []),
    ]
  }
  if (was === is) return []
  if (was === undefined || is === undefined) return [(was ?? is)!]
  const long = [was, is].some((words) => words.length > lineCharacters || words.includes('\n'))
  return long
    ? [settings('changes.was', { was }), settings('changes.is', { is })]
    : [settings('changes.turned', { was, is })]
}

function timing(
  field: 'overflowAfterSeconds' | 'offerLaterSeconds' | 'lastAgentSeconds' | 'wrapUpSeconds' | 'requeueAfterSeconds',
  seconds: number | null,
  { settings, language }: Telling,
): [string, string] {
  return [
    settings(`changes.field.${field}`),
    seconds === null ? settings('changes.never') : saySeconds(seconds, language),
  ]
}

function closing(
  field: 'leftDays' | 'unansweredDays' | 'solvedDays',
  days: number | null,
  { settings }: Telling,
): [string, string] {
  return [
    settings(`closing.${field}`),
    days === null ? settings('closing.never') : settings('closing.after', { count: days }),
  ]
}

function promised(promise: SettingFields['first_reply'], { settings, language }: Telling): string {
  if (!promise) return settings('target.wider')
  const time = saySeconds(promise.minutes * minuteSeconds, language)
  return settings('changes.warned', { time, percent: promise.warnPercent })
}

const topicIn = (topic: string, { desk }: Telling) => desk(`topic.${topic as 'other'}`, { defaultValue: topic })
const yesOrNo = (on: boolean, { settings }: Telling) => settings(on ? 'changes.yes' : 'changes.no')
