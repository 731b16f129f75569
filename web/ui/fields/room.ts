/** From this share of a bound on, the room that is left is said. */
const nearShare = 0.9

/** How a text stands to its bound in characters, counted as it is sent: without the blanks around it. */
export type Room = { state: 'wide' | 'near' | 'over'; left: number; over: number }

export function roomIn(text: string, limit: number): Room {
  const { length } = text.trim()
  const state = length > limit ? 'over' : length >= limit * nearShare ? 'near' : 'wide'
  return { state, left: Math.max(0, limit - length), over: Math.max(0, length - limit) }
}

export const fits = (text: string, limit: number): boolean => roomIn(text, limit).state !== 'over'
