import type { TFunction } from 'i18next'

/** What a conversation is about; the contract's topics, in the order in which they are offered. */
export const topics = ['payment', 'top_up', 'account', 'safety', 'refund', 'complaint', 'other'] as const
export type Topic = (typeof topics)[number]

const isTopic = (topic: string): topic is Topic => (topics as readonly string[]).includes(topic)

export function sayTopic(t: TFunction<'customer'>, topic: string): string {
  return t(`topic.${isTopic(topic) ? topic : 'other'}`)
}
