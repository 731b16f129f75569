import { useQuery } from '@tanstack/react-query'
import { type Colleague, listColleagues } from '../../../contract/colleagues.ts'
import { reading } from '../../ui/net/query.ts'

/** Names change by the month. */
const staleMs = 5 * 60_000
const suggestionsShown = 5

export function useColleagues(enabled = true) {
  return useQuery({ ...reading(listColleagues, {}), staleTime: staleMs, enabled })
}

/** As they are now: who takes conversations changes by the minute. Undefined until the server has said so. */
export function useColleaguesNow() {
  const { data, isFetchedAfterMount } = useQuery({ ...reading(listColleagues, {}), staleTime: 0 })
  return isFetchedAfterMount ? data : undefined
}

/** What is being typed behind an @ at the end of the text; null where nobody is being named. */
export function namingIn(text: string): string | null {
  return /(?:^|\s)@([^@\n]{0,40})$/.exec(text)?.[1] ?? null
}

/** Colleagues whose name begins like it, or has a word that does. */
export function suggest(colleagues: readonly Colleague[], naming: string): Colleague[] {
  const wanted = naming.toLowerCase()
  return colleagues
    .filter(({ name }) => [name, ...name.split(' ')].some((part) => part.toLowerCase().startsWith(wanted)))
    .slice(0, suggestionsShown)
}

/** The text with the name whole, ready to go on. */
export function withName(text: string, naming: string, name: string): string {
  return `${text.slice(0, text.length - naming.length)}${name} `
}

/** Whom a note names, by `@` and the whole name. */
export function namedIn(text: string, colleagues: readonly Colleague[]): string[] {
  return colleagues.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id)
}
