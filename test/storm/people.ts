import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatCase } from '../../contract/chat.ts'
import type { InboxRow } from '../../contract/desk.ts'
import type { Random } from '../chaos/random.ts'
import type { Line } from './line.ts'

/** Questions of each customer; the last one says goodbye. */
export const questions = 3
const thinkMs = 500
/** An agent looks at the inbox this often at most, and at least. */
const glanceMs = 1_500
const lookMs = 4_000

export type Story = { caseId: string; read: string[]; written: string[]; closed: boolean }

/** Opens a chat, asks each question when the one before was answered, and goes when the agent has closed. */
export async function playCustomer(line: Line, random: Random): Promise<Story> {
  const opened = await line.ask('POST', '/api/chat', { topic: line.person.topic })
  const caseId = (opened.body as unknown as ChatCase).id
  const story: Story = { caseId, read: [], written: [], closed: false }
  let wake = () => {}
  line.follow(caseId, (event) => {
    if (event.kind === 'message' && event.author.kind === 'agent') story.read.push(event.text!)
    if (event.kind === 'closed') story.closed = true
    wake()
  })
  for (let number = 1; number <= questions; number += 1) {
    const text = `${line.person.name} ${number}`
    await line.write(caseId, text)
    story.written.push(text)
    while (story.read.length < number && !story.closed) await new Promise<void>((resolve) => (wake = resolve))
    await sleep(random.below(thinkMs))
  }
  while (!story.closed) await new Promise<void>((resolve) => (wake = resolve))
  return story
}

/** Answers everybody whom the desk hands over, closes after the last answer. Works until stopped, or vanishes before. */
export function playAgent(line: Line, random: Random) {
  /** Also those that are finished: an inbox read just before may still name them. */
  const chats = new Map<string, { goOn(): void }>()
  let stopped = false
  let wake = () => {}
  line.watchInbox(() => wake())

  async function work() {
    await line.ask('PUT', '/api/desk/me/state', { state: 'available' })
    while (!stopped) {
      const { body } = await line.ask('GET', '/api/desk/inbox')
      for (const { caseId } of (body as unknown as { mine: InboxRow[] }).mine) {
        const chat = chats.get(caseId) ?? take(caseId)
        chat.goOn()
      }
      await sleep(glanceMs)
      await Promise.race([sleep(lookMs), new Promise<void>((resolve) => (wake = resolve))])
    }
  }

  function take(caseId: string) {
    const asked: string[] = []
    const answered = new Set<string>()
    const underWay = new Set<string>()
    let finished = false
    const chat = {
      /** Answers what is open; again, where the conversation was somebody else's for a while. */
      goOn() {
        for (const question of asked) {
          if (finished || answered.has(question) || underWay.has(question)) continue
          underWay.add(question)
          answer(question)
            .catch((error) => {
              if (!stopped) throw error
            })
            .finally(() => underWay.delete(question))
        }
      },
    }
    chats.set(caseId, chat)
    line.follow(caseId, (event) => {
      if (event.kind !== 'message') return
      if (event.author.kind === 'agent') answered.add(event.text!.replace('re ', ''))
      else {
        asked.push(event.text!)
        chat.goOn()
      }
    })
    async function answer(question: string) {
      await sleep(random.below(thinkMs))
      // What a colleague who vanished has answered stands in the timeline by now.
      if (stopped) return
      if (!answered.has(question) && !(await line.write(caseId, `re ${question}`))) return
      answered.add(question)
      if (!question.endsWith(` ${questions}`)) return
      await sleep(thinkMs)
      finished = true
      await line.ask('POST', `/api/desk/cases/${caseId}/close`, { outcome: 'solved' })
      line.unfollow(caseId)
    }
    return chat
  }

  const working = work()
  return {
    line,
    /** Goes without a word, with conversations in hand. */
    vanish() {
      stopped = true
      line.close()
    },
    async stop() {
      stopped = true
      wake()
      line.close()
      await working.catch(() => {})
    },
  }
}
